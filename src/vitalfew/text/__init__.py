"""Meaning of words: which names of KPIs and objectives say effort or noise, by word lists that teach why."""
