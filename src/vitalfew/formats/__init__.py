"""Formats: a document of typed blocks, and one file for each way to write it."""
