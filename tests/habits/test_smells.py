"""Every kind of finding has a code of its own and a page that teaches."""

from __future__ import annotations

import re

import pytest

from vitalfew.base.finding import Smell
from vitalfew.base.page import page
from vitalfew.load.smells import SMELLS as LOAD
from vitalfew.measure.smells import SMELLS as MEASURE
from vitalfew.rules.engine import smells
from vitalfew.store.smells import SMELLS as STORE

ALL = [*LOAD, *smells(), *MEASURE, *STORE]
FAMILIES = {"FIL", "STR", "ALN", "BAL", "DEF", "TGT", "OWN", "CAS", "CAD", "INI", "DAT", "EVD", "CHG", "DEL"}
HEADINGS = {
    "rules": ["Flagged", "Accepted"],
    "load": ["Flagged", "Accepted"],
    "measure": ["Mend", "Example"],
    "store": ["Mend", "Example"],
}


def test_codes_and_slugs_are_unique() -> None:
    assert len({smell.code for smell in ALL}) == len(ALL)
    assert len({smell.slug for smell in ALL}) == len(ALL)


@pytest.mark.parametrize("smell", ALL, ids=lambda smell: smell.slug)
def test_a_smell_has_a_page_with_its_headings(smell: Smell) -> None:
    text = page(smell)

    assert text.startswith(f"# {smell.slug} ({smell.code})\n")
    assert re.match(r"^[A-Z]{3}\d{3}$", smell.code)
    assert smell.code[:3] in FAMILIES
    assert [heading for heading in HEADINGS[smell.room] if f"\n## {heading}\n" not in text] == []
    assert smell.help
    assert not smell.help.endswith(".")


def test_the_slugs_that_others_rely_on_exist() -> None:
    promised = (
        "orphan-kpi vanity-kpi activity-kpi activity-objective missing-owner missing-target missing-baseline missing-threshold "
        "too-many-tier-1 no-leading-kpi no-lagging-kpi empty-perspective"
    )

    assert set(promised.split()) <= {smell.slug for smell in smells()}


def test_at_least_twenty_five_rules() -> None:
    assert len(smells()) >= 25
