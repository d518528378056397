from __future__ import annotations

import re

import pytest

from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.policy import NUMBERS


def test_a_number_left_out_is_the_default_and_one_given_is_the_policy_s() -> None:
    framework = Framework.model_validate({"policy": {"draft-days": 60, "kpis-per-owner": {"value": 0}}})

    assert framework.policy_number("draft-days") == 60
    assert framework.policy_number("kpis-per-owner") == 0
    assert framework.policy_number("days-to-first-review") == 7


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
