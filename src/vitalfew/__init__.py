"""Vitalfew: a KPI operating system over plain-text frameworks."""

__version__ = "0.1.0"
