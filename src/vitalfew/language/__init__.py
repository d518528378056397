"""Languages: what was said in English, told in the language of whoever looks."""
