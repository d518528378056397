from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import vitalfew
from vitalfew.insight.parts import PARTS
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.policy import NUMBERS
from vitalfew.rules.engine import check


def test_a_number_left_out_is_the_default_and_one_given_is_the_policy_s() -> None:
    """CAS-2: every count can be set."""
    framework = Framework.model_validate({"policy": {"draft-days": 60, "kpis-per-owner": {"value": 0}}})

    assert framework.policy_number("draft-days") == 60
    assert framework.policy_number("kpis-per-owner") == 0
    assert framework.policy_number("days-to-first-response") == 7


@pytest.mark.parametrize("key", NUMBERS)
def test_every_number_names_its_source_and_what_it_bounds(key: str) -> None:
    number = NUMBERS[key]

    assert re.fullmatch(r"(000|001|002|003|004|own), [A-Z]{3}-\d+", number.source)
    assert number.default > 0
    assert number.bounds[0].islower()
    assert number.unit


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ("draft-days: {max: 60}", "`draft-days` of the policy is a range, where one number belongs"),
        ("tier-1: 5", "`tier-1` of the policy is one number, where a range belongs"),
        ("draft-days: -1", "`draft-days` of the policy is the number `-1`, where a number of 0 or more belongs"),
        ("draft-days: soon", "`draft-days` of the policy is the text `soon`, where a mapping belongs"),
        ("draft-dais: 5", "`draft-dais` is no key of the policy"),
    ],
)
def test_a_policy_of_the_wrong_shape_is_a_finding_and_the_default_holds(policy: str, message: str) -> None:
    loaded = load_texts({"framework/main.yaml": f"policy:\n  {policy}\n"})

    assert [each.message for each in loaded.findings] == [message]
    assert loaded.framework.policy_number("draft-days") == 90
    assert loaded.findings[0].place is not None
    assert loaded.findings[0].place.line == 2


def test_every_number_is_used_by_a_rule_or_the_rhythm_and_they_ask_for_no_other() -> None:
    """A number in the table that nobody asks for would be a setting that does nothing."""
    package = Path(vitalfew.__file__).parent
    files = [path for room in ("rules", "rhythm") for path in sorted((package / room).glob("*.py"))]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    asked = set(re.findall(r'policy_number\(\s*"([a-z0-9-]+)"', text)) | {f"weight-{part}" for part in PARTS}

    assert asked == set(NUMBERS)


def test_a_number_of_the_policy_reaches_its_rule() -> None:
    def rules(policy: str) -> set[str]:
        text = f"policy: {{{policy}}}\nladders:\n  - {{id: a, steps: [{{to: owner, within: 5 days}}]}}\n"
        return {each.rule for each in check(load_texts({"framework/main.yaml": text}).framework, today=date(2026, 6, 30))}

    assert "slow-first-response" in rules("days-to-first-response: 2")
    assert "slow-first-response" not in rules("days-to-first-response: 5")
