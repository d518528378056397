"""Where rows come from: one kind of source per file, each found by walking this folder."""
