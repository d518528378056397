"""Reports: the documents that strategy work ends in, each built from the same facts (DEL-1 to DEL-4)."""
