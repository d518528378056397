"""Texts that would be markup, links or orders somewhere, and a framework in whose every free text they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from vitalfew.load.read import load_texts
from vitalfew.load.tree import read_tree

MARK = "zq9"
SCRIPT = (
    f"{MARK}\"'><script>{MARK}()</script><img src=x onerror={MARK}()><svg/onload={MARK}()>[{MARK}](javascript:{MARK}()) <{MARK}>"
)
LINES = f"{SCRIPT}\r\nX-{MARK}: 1\r\n'; DROP TABLE matter; -- {{{{7*7}}}} %n"
"""The same, and what would be a header, an order to a database, a template."""
LINK = f"javascript:{MARK}()"
URLS = frozenset({"href", "src", "action", "formaction", "xlink:href", "poster", "data", "srcset", "background", "cite", "ping"})
NO_TAGS = frozenset({"iframe", "object", "embed", "base", "style", "applet", "frame", "portal"})
SAFE = re.compile(r"(https?://[\w.-]+|mailto:|otpauth://totp/|[/?#.]|[\w-]+(/|$))")


class _Live(HTMLParser):
    """Finds what in a page would act: it has no tag, attribute or address of anybody else."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = list[str]()
        self.script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what of a tag acts."""
        said = {name: value or "" for name, value in attrs}
        self.script = tag if tag == "script" else ""
        if tag in NO_TAGS or MARK in tag:
            self.found.append(f"<{tag}>")
        if tag == "script" and not said.get("src", "").startswith("/static/"):
            self.found.append(f"script from {said.get('src')}")
        if tag == "meta" and "http-equiv" in said:
            self.found.append("meta http-equiv")
        for name, value in said.items():
            if name.startswith("on") or name in {"style", "srcdoc"} or MARK in name:
                self.found.append(f"{tag} {name}={value[:80]}")
            if name in URLS and value and not SAFE.match(re.sub(r"[\x00-\x20]", "", value)):
                self.found.append(f"{tag} {name}={value[:80]}")

    def handle_data(self, data: str) -> None:
        """Note what stands in a script."""
        if self.script and data.strip():
            self.found.append(f"script: {data[:80]}")

    def handle_endtag(self, tag: str) -> None:
        """Leave a script."""
        self.script = "" if tag == self.script else self.script


def live(html: str) -> list[str]:
    """Give what in a page would act and is not ours."""
    parser = _Live()
    parser.feed(html)
    parser.close()
    return parser.found


def poisoned(texts: Mapping[str, bytes]) -> tuple[dict[str, bytes], set[str]]:
    """Give a framework's files with a payload in every field that takes free text, and the names of those fields.

    A field takes it where the files are read without a fault with it: what has to be an id, a formula or a day does not.
    """
    documents = {path: read_tree(text.decode(), path).documents[0] for path, text in texts.items()}
    keys = set[str]().union(*map(_worded, documents.values()))
    for _ in range(8):
        made = _with(documents, keys)
        faults = {part for each in load_texts(made).findings for part in (each.field or "id").split(".")}
        if not faults & keys:
            break
        keys -= faults
    return made, keys


def _worded(node: Any) -> set[str]:
    if isinstance(node, dict):
        return {key for key, value in node.items() if isinstance(value, str)}.union(*map(_worded, node.values()))
    return set[str]().union(*map(_worded, node)) if isinstance(node, list) else set()


def _with(documents: Mapping[str, Any], keys: set[str]) -> dict[str, bytes]:
    """Write documents as JSON, which is YAML."""
    return {path: json.dumps(_put(each, keys), default=str).encode() for path, each in documents.items()}


def _put(node: Any, keys: set[str]) -> Any:
    if isinstance(node, dict):
        return {
            key: f"{value} {SCRIPT}" if key in keys and isinstance(value, str) else _put(value, keys)
            for key, value in node.items()
        }
    return [_put(each, keys) for each in node] if isinstance(node, list) else node
