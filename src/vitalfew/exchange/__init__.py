"""Spreadsheets in and out: the workbook that people fill in, and the one that they already have."""
