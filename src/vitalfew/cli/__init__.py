"""The command line: one command per file, found by walking this folder and imported when it is run."""
