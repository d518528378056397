"""Which rules speak on the demo and on the framework of a real online shop, and why; all others are silent on both.

That each rule fires at all is shown by its page. Rules about evidence ask for what was measured, which is not read here.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from vitalfew.load.read import load
from vitalfew.rules.engine import check

ROOT = Path(__file__).parents[2]

# Where: its folder, its day, why rules speak there, and which.
SPEAKS = {
    "demo": (
        "examples/meridian",
        date(2026, 6, 30),
        "each is a deliberate flaw that the demo's README lists",
        "STR001 ALN001 ALN002 ALN003 ALN009 TGT003 TGT006 OWN002 OWN003 CAD004 INI006",
    ),
    "online retail": (
        "tests/real/online_retail",
        date(2011, 12, 10),
        "it is six KPIs over public data: nobody's strategy, people, rhythm or targets stand in it",
        "STR002 ALN001 BAL003 BAL005 CAS002 DEF002 DEF005 DEF006 DEF007 DEF008 OWN001 OWN006 CAD001 CAD002 TGT001 TGT002 TGT003",
    ),
}


@pytest.mark.parametrize("name", SPEAKS)
def test_only_the_rules_of_the_table_speak(name: str) -> None:
    folder, today, why, codes = SPEAKS[name]
    loaded = load(ROOT / folder)
    assert loaded.findings == ()
    found = check(loaded.framework, today=today, faulted=loaded.is_faulted)
    assert {each.code for each in found} == set(codes.split()), why
