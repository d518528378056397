"""Formulas and tables in, observations out."""
