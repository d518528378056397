"""`make rule` lays out a rule that passes its own page."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from vitalfew.base.page import page
from vitalfew.rules.engine import rules

TOOL = Path(__file__).parents[2] / "tools" / "rule.py"


def tool() -> ModuleType:
    spec = spec_from_file_location("rule_tool", TOOL)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_next_code_follows_all_that_a_family_has(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text('@rule("OWN001")', encoding="utf-8")
    (tmp_path / "nine.py").write_text('@rule("OWN009")', encoding="utf-8")
    assert tool().next_code("OWN", tmp_path) == "OWN010"
    assert tool().next_code("INI", tmp_path) == "INI001"


def test_module_and_page_are_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scaffold = tool()
    monkeypatch.setattr(scaffold, "ROOM", tmp_path)
    assert scaffold.main(["silent-owner"]) == 0
    assert scaffold.main(["silent_owner"]) == 2
    assert '"OWN001"' in (tmp_path / "silent_owner.py").read_text(encoding="utf-8")
    headings = re.findall(r"^##? .*", (tmp_path / "silent_owner.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == ["# silent-owner (OWN001)", "## Flagged", "## Accepted"]
    assert headings[1:] == re.findall(r"^## .*", page(rules()[0].smell), re.MULTILINE)[:2]
