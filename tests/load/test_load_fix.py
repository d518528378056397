"""What can be mended by itself, and what stays a suggestion."""

from __future__ import annotations

import pytest

from vitalfew.load.edit import Script, edited
from vitalfew.load.fix import Fix, fixes
from vitalfew.load.form import day, is_slip, steps
from vitalfew.load.read import load_texts


def found(text: str, file: str = "framework/main.yaml") -> list[Fix]:
    loaded = load_texts({file: text})
    return list(fixes(loaded.findings, loaded, {file: Script(file, text)}))


KPI = "kpis:\n  - id: churn\n"
MENDED = {
    "a slip in a key": (f"{KPI}    onwer: ana # hers\n", f"{KPI}    owner: ana # hers\n"),
    "a key in capitals": (f"{KPI}    Owner:   ana\n", f"{KPI}    owner:   ana\n"),
    "a key inside a part": (f"{KPI}    target: {{at_laest: 5}}\n", f"{KPI}    target: {{at_least: 5}}\n"),
    "a key of approvals": ("governance: {approvals: {targt: [owner]}}\n", "governance: {approvals: {target: [owner]}}\n"),
    "a boolean of YAML 1.1": ("people:\n- {id: team, group: yes}\n", "people:\n- {id: team, group: true}\n"),
    "a boolean in quotes": ("people:\n- {id: team, group: 'Off'}\n", "people:\n- {id: team, group: false}\n"),
    "a date with dots": (f"{KPI}    since: 31.12.2026  # soon\n", f"{KPI}    since: 2026-12-31  # soon\n"),
    "a date in words": (f"{KPI}    target: {{reach: 5, by: 30 June 2026}}\n", f"{KPI}    target: {{reach: 5, by: 2026-06-30}}\n"),
    "a number in quotes": (f'{KPI}    threshold: "4.5"\n', f"{KPI}    threshold: 4.5\n"),
    "a text that is a number": (f"{KPI}    name: 007\n", f'{KPI}    name: "007"\n'),
    "a choice in capitals": (f"{KPI}    lifecycle: LIVE\n", f"{KPI}    lifecycle: live\n"),
    "a currency": ("calendar: {currency: eur}\n", "calendar: {currency: EUR}\n"),
    "an id": (
        "kpis:\n  - id: Net Sales\n  - {id: a, guards: [Net Sales, a], contributes_to: Net Sales}\n",
        "kpis:\n  - id: net-sales\n  - {id: a, guards: [net-sales, a], contributes_to: net-sales}\n",
    ),
    "an id from the name": (
        "people:\n  - name: Ana Prado\n    role: CEO\n",
        "people:\n  - id: ana-prado\n    name: Ana Prado\n    role: CEO\n",
    ),
    "an id in braces": ("people:\n  - {name: Ana Prado}\n", "people:\n  - {id: ana-prado, name: Ana Prado}\n"),
    "a reference in another form": (
        "people: [{id: ana-prado}]\nkpis:\n  - {id: churn, owner: Ana Prado}\n",
        "people: [{id: ana-prado}]\nkpis:\n  - {id: churn, owner: ana-prado}\n",
    ),
    "a reference in a list": (
        "kpis:\n  - {id: net-sales}\n  - {id: churn, guards: [churn, net_sales]}\n",
        "kpis:\n  - {id: net-sales}\n  - {id: churn, guards: [churn, net-sales]}\n",
    ),
    "a key too deep": (
        f"{KPI}    target:\n      at_least: 5\n      owner: ana\n    every: week\n",
        f"{KPI}    owner: ana\n    target:\n      at_least: 5\n    every: week\n",
    ),
    "a key too deep in braces": (
        f"{KPI}    target: {{at_least: 5, owner: ana}}\n",
        f"{KPI}    owner: ana\n    target: {{at_least: 5}}\n",
    ),
    "a key too high": (
        f"{KPI}    by: 2026-12-31\n    target: {{reach: 5}}\n",
        f"{KPI}    target: {{by: 2026-12-31, reach: 5}}\n",
    ),
    "a key too high beside a block": (
        f"{KPI}    by: 2026-12-31\n    target:\n      # the aim\n      reach: 5\n",
        f"{KPI}    target:\n      # the aim\n      by: 2026-12-31\n      reach: 5\n",
    ),
    "lines that end as on Windows": (
        "people:\r\n  - name: Ana Prado\r\n    rolle: CEO\r\n",
        "people:\r\n  - id: ana-prado\r\n    name: Ana Prado\r\n    role: CEO\r\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), MENDED.values(), ids=MENDED)
def test_a_safe_fix_changes_its_place_alone(before: str, after: str) -> None:
    every = found(before)

    assert all(each.is_safe for each in every)
    assert edited(before, [edit for each in every for edit in each.edits]) == after


SUGGESTED = {
    "a far key": (f"{KPI}    ownership: ana\n", "write `owner` for `ownership`"),
    "a near choice": (f"{KPI}    lifecycle: alife\n", "write `live`"),
    "a near reference": ("people: [{id: anna}]\nkpis:\n  - {id: churn, owner: anne}\n", "write `anna` for `anne`"),
    "a tab": ("kpis:\n\t- id: churn\n", "indent with spaces"),
}


@pytest.mark.parametrize(("text", "what"), SUGGESTED.values(), ids=SUGGESTED)
def test_a_guess_is_a_suggestion(text: str, what: str) -> None:
    (only,) = found(text)

    assert (only.what, only.is_safe) == (what, False)


UNTOUCHED = {
    "a date of two readings": f"{KPI}    since: 03/04/2026\n",
    "a key with a comment to move": f"{KPI}    by: 2026-12-31  # why\n    target: {{reach: 5}}\n",
    "a key of nothing": f"{KPI}    zzz: 1\n",
    "a value with an anchor": f"{KPI}    since: &day 31.12.2026\n",
    "a text of several lines": f"{KPI}    since: |\n      31.12.2026\n",
    "an id of a measure": "measures:\n  - {id: Net Sales, date: day, value: count(*)}\n",
    "an id that says nothing": "kpis:\n  - {id: '!!!'}\n",
    "a formula": "kpis:\n  - {id: churn, formula: kpi.chrn}\n",
    "a value with braces": f"{KPI}    path: '{{2026: 1}}'\n    target: {{reach: 5}}\n    stretch: [1, 2]\n",
}


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED)
def test_what_reads_as_no_one_thing_is_left_alone(text: str) -> None:
    assert [each.what for each in found(text) if each.is_safe and "path" not in each.what] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026/6/3", "2026-06-03"),
        ("3.6.2026", "2026-06-03"),
        ("06/30/2026", "2026-06-30"),
        ("5/5/2026", "2026-05-05"),
        ("Sept 5, 2026", "2026-09-05"),
        ("1 jan 2026", "2026-01-01"),
        ("31.2.2026", None),
        ("5/6/2026", None),
        ("1 may be 2026", None),
        ("Maybe 5, 2026", None),
    ],
)
def test_a_day_is_read_where_it_can_be_one_only(text: str, expected: str | None) -> None:
    assert day(text) == expected


def test_a_slip_is_short() -> None:
    assert steps("ab", "ba") == 1
    assert steps("kitten", "sitting") == 3
    assert is_slip("definiton", "definition")
    assert not is_slip("ab", "ac")
    assert not is_slip("goal", "role")
    assert is_slip("alife", "alive", most=1)
