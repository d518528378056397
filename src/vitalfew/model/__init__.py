"""The nouns of a framework as frozen records, and what is computed from them without reading anything."""
