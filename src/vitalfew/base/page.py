"""The pages that lie beside the code they explain."""

from __future__ import annotations

from importlib.resources import files

from vitalfew.base.finding import Smell


def page(smell: Smell) -> str:
    """Give the page of a kind of finding, as Markdown."""
    return (files("vitalfew") / smell.room / f"{smell.slug.replace('-', '_')}.md").read_text(encoding="utf-8")
