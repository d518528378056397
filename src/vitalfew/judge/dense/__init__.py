"""A portfolio of any size as matrices of numbers: read, judged in parts, and written, without an object per KPI."""
