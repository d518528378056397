"""Forms for the nouns of a framework, drawn from their models: what stands in the files as texts, and texts as values."""
