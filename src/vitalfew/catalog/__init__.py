"""The library of KPIs: definitions by function and by industry, as data files that a draft begins with (DEF-8)."""
