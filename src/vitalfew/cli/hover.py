"""What an editor shows beside a field: the rules that look at it, each with the first sentence of its page.

Which field a rule looks at is read off its page: what it says of the flagged example.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from vitalfew.base.finding import Finding, Smell
from vitalfew.base.page import page
from vitalfew.load.read import load_texts
from vitalfew.load.shape import KINDS, SECTIONS, records
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Rule, rules, run

_FLAGGED = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
_DAY = date(2026, 6, 30)  # the day that the pages are written for
MOST = 3


def advice() -> dict[tuple[str, str], str]:
    """Give, by record and key, the sentences of the rules about that field; beyond three the rules are named alone."""
    found: dict[tuple[str, str], dict[str, Smell]] = defaultdict(dict)
    for rule in rules():
        for field in _fields(rule):
            found[field][rule.smell.code] = rule.smell
    return {field: " ".join(_sentences(sorted(smells.values(), key=_rank))) for field, smells in found.items()}


def _rank(smell: Smell) -> tuple[bool, str]:
    return smell.severity == "info", smell.code


def _fields(rule: Rule) -> Iterator[tuple[str, str]]:
    _, _, flagged = page(rule.smell).partition("\n## Flagged\n")
    block = _FLAGGED.search(flagged.partition("\n## ")[0])
    if block is None:
        return
    loaded = load_texts({"framework.yaml": block[1]})
    for finding in run([rule], loaded.framework, today=_DAY, faulted=loaded.is_faulted):
        record = _record(finding)
        if record and finding.field:
            yield record, finding.field.partition(".")[0]


def _record(finding: Finding) -> str | None:
    """Name the record that a finding is about."""
    if finding.ref.kind == "framework":
        return "Framework"
    keys = {**{kind: key for key, kind in KINDS.items()}, **{key: key for key in SECTIONS}}
    key = keys.get(finding.ref.kind)
    models = list(records(Framework.model_fields[key].annotation)) if key else []
    return models[0].__name__ if models else None


def _sentences(smells: list[Smell]) -> Iterator[str]:
    for smell in smells[:MOST]:
        yield f"{smell.slug} ({smell.code}): {first_sentence(smell)}"
    if smells[MOST:]:
        yield f"Also: {', '.join(smell.slug for smell in smells[MOST:])}."


def first_sentence(smell: Smell) -> str:
    """Give the first sentence of a page, without its marks of emphasis."""
    text = " ".join(page(smell).split("\n\n")[1].split())
    found = re.match(r".*?[.?!](?=\s|$)", text)
    return (found[0] if found else text).replace("**", "")
