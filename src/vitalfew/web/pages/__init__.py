"""One page per file: a typed view, and the template of the same name."""
