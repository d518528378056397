"""Texts within a drawing: told in the language that is spoken, and escaped."""

from __future__ import annotations

from html import escape

from vitalfew.language.tongue import told


def written(text: str) -> str:
    """Give a text as it stands in an SVG."""
    return escape(str(told(text)))
