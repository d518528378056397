"""Whatever a rule finds is said, so that it can be told: message and remedy, with every word that stands in them."""

from __future__ import annotations

from datetime import date

import pytest
from tests.language.pseudo import left
from tests.rules.past_page import evidence
from tests.rules.test_rule_pages import MARK, TODAY, blocks

from vitalfew.base.said import say
from vitalfew.load.read import load_texts
from vitalfew.rules.engine import Rule, check, rules


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.smell.slug)
def test_a_rule_says_what_it_finds(rule: Rule) -> None:
    found: list[object] = [rule.smell.help]
    for block in blocks(rule):
        framework = load_texts({"framework.yaml": MARK.sub("", block.text)}).framework
        findings = check(framework, today=TODAY, evidence=evidence(block.text, framework, TODAY))
        found += [text for each in findings if each.code == rule.smell.code for text in (each.message, each.help)]
    assert left(found) == []


def test_a_text_that_was_put_together_is_found() -> None:
    kpi, day = "churn", date(2026, 3, 5)
    assert left([f"KPI `{kpi}` has no owner", say("KPI `{kpi}` has no owner", kpi=kpi)]) == [
        "KPI `churn` has no owner ⟶ KPI  has no owner"
    ]
    assert left([say("due {when} by {day:%-d %B}", when="each week", day=day)])
