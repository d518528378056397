"""What is wrong is left out field by field, said in plain words, once; everything else of the noun is kept."""

from __future__ import annotations

import pytest

from vitalfew.base.ref import Ref
from vitalfew.load.read import Loaded, load_texts
from vitalfew.model.target import Target

CHURN = Ref("kpi", "churn")


def load_kpi(text: str) -> Loaded:
    return load_texts({"f.yaml": f"kpis:\n- id: churn\n  name: Churn\n{text}"})


# What stands in the KPI → code, field, message, help.
FAULTS: dict[str, tuple[str, str, str, str, str]] = {
    "a word of a list": (
        "  lifecycle: alive\n",
        "FIL010",
        "lifecycle",
        "`lifecycle` of KPI `churn` is the text `alive`, where `draft`, `live`, `paused` or `retired` belongs",
        "did you mean `live`?",
    ),
    "a word far from any": (
        "  stage: zzz\n",
        "FIL010",
        "stage",
        "`stage` of KPI `churn` is the text `zzz`, where `input`, `process`, `output` or `outcome` belongs",
        "write `input`, `process`, `output` or `outcome`",
    ),
    "a number for text": (
        "  unit: 2026\n",
        "FIL010",
        "unit",
        "`unit` of KPI `churn` is the number `2026`, where text belongs",
        'put it in quotes: "2026"',
    ),
    "a flag for text": (
        "  unit: true\n",
        "FIL010",
        "unit",
        "`unit` of KPI `churn` is `true`, where text belongs",
        'put it in quotes: "true"',
    ),
    "empty text": (
        "  unit: ''\n",
        "FIL010",
        "unit",
        "`unit` of KPI `churn` is the text ``, where text that is not empty belongs",
        "write text that is not empty",
    ),
    "text for a number": (
        "  target: {reach: about five}\n",
        "FIL010",
        "target.reach",
        "`target.reach` of KPI `churn` is the text `about five`, where a number belongs",
        "write a number",
    ),
    "a number without end": (
        "  baseline: {value: .inf}\n",
        "FIL010",
        "baseline.value",
        "`baseline.value` of KPI `churn` is the number `inf`, where a finite number belongs",
        "write a finite number",
    ),
    "a fraction for a count": (
        "  decimals: 1.5\n",
        "FIL010",
        "decimals",
        "`decimals` of KPI `churn` is the number `1.5`, where a whole number belongs",
        "write a whole number",
    ),
    "beyond the most": (
        "  decimals: 10\n",
        "FIL010",
        "decimals",
        "`decimals` of KPI `churn` is the number `10`, where a number of 9 or less belongs",
        "write a number of 9 or less",
    ),
    "yes for true": (
        "  controllable: yes\n",
        "FIL010",
        "controllable",
        "`controllable` of KPI `churn` is the text `yes`, where `true` or `false` belongs",
        "write `true` or `false`",
    ),
    "a day that does not exist": (
        "  since: 2026-02-30\n",
        "FIL010",
        "since",
        "`since` of KPI `churn` is the text `2026-02-30`, where a date such as 2026-06-30 belongs",
        "write a date such as 2026-06-30",
    ),
    "a number for a date": (
        "  since: 20260130\n",
        "FIL010",
        "since",
        "`since` of KPI `churn` is the number `20260130`, where a date such as 2026-06-30 belongs",
        "write a date such as 2026-06-30",
    ),
    "a mapping for text": (
        "  unit: {a: b}\n",
        "FIL010",
        "unit",
        "`unit` of KPI `churn` is a mapping, where text belongs",
        "write text",
    ),
    "a number for a list": (
        "  review: 5\n",
        "FIL010",
        "review",
        "`review` of KPI `churn` is the number `5`, where a list belongs",
        "write a list",
    ),
    "text for a mapping": (
        "  natural: positive\n",
        "FIL010",
        "natural",
        "`natural` of KPI `churn` is the text `positive`, where a mapping belongs",
        "write a mapping",
    ),
    "a number for a target": (
        "  target: 30\n",
        "FIL010",
        "target",
        "`target` of KPI `churn` is the number `30`, where a mapping belongs",
        "say which kind it is: `{at_least: 30}`, `{at_most: 30}` or `{reach: 30, by: 2026-12-31}`",
    ),
    "words for a baseline": (
        "  baseline: last year\n",
        "FIL010",
        "baseline",
        "`baseline` of KPI `churn` is the text `last year`, where a mapping belongs",
        "say when it was so: `{value: 5, on: 2026-06-30}`",
    ),
    "several alternatives": (
        "  threshold: high\n",
        "FIL010",
        "threshold",
        "`threshold` of KPI `churn` is the text `high`, where a number, a list or a mapping belongs",
        "write a number, a list or a mapping",
    ),
    "a word or a mapping": (
        "  target: {reach: 5, path: steep}\n",
        "FIL010",
        "target.path",
        "`target.path` of KPI `churn` is the text `steep`, where `linear`, `hold`, `prior-year` or a mapping belongs",
        "write `linear`, `hold`, `prior-year` or a mapping",
    ),
    "the alternative that fits best": (
        "  threshold: [5, x]\n",
        "FIL010",
        "threshold.1",
        "`threshold.1` of KPI `churn` is the text `x`, where a number belongs",
        "write a number",
    ),
    "a pair of one": (
        "  threshold: [5]\n",
        "FIL010",
        "threshold",
        "`threshold` of KPI `churn` has too few items",
        "write more than 1",
    ),
    "a pair of three": (
        "  threshold: [1, 2, 3]\n",
        "FIL010",
        "threshold",
        "`threshold` of KPI `churn` is a list, where a number, a list of at most 2 or a mapping belongs",
        "write a number, a list of at most 2 or a mapping",
    ),
    "a pair in the wrong order": (
        "  target: {within: [5, 3]}\n",
        "FIL010",
        "target.within",
        "`target.within` of KPI `churn`: the first bound 5 is not below the second 3",
        "`vitalfew schema` says what belongs here",
    ),
    "a key that is no date": (
        "  threshold: {2026-13-01: 5}\n",
        "FIL010",
        "threshold.2026-13-01",
        "`threshold` of KPI `churn` has the key `2026-13-01`, where a date such as 2026-06-30 belongs",
        "`vitalfew schema` says what belongs here",
    ),
    "a month that does not exist": (
        "  target: {values: {2026-13: 5}}\n",
        "FIL010",
        "target.values.2026-13",
        "`target.values.2026-13` of KPI `churn`: `2026-13` is not a month such as 2026-01 or a day such as 2026-01-31",
        "`vitalfew schema` says what belongs here",
    ),
    "two kinds of target": (
        "  target: {reach: 5, at_most: 3}\n",
        "FIL010",
        "target",
        (
            "`target` of KPI `churn`: "
            "a target has exactly one of reach, at_least, at_most, within, values; this one has reach and at_most"
        ),
        "`vitalfew schema` says what belongs here",
    ),
    "a trigger with two patterns": (
        "  escalate: [{stale: 1, missed: 2}, {stale: 2}]\n",
        "FIL010",
        "escalate.0",
        "`escalate.0` of KPI `churn`: a trigger names exactly one pattern; this one names missed and stale",
        "`vitalfew schema` says what belongs here",
    ),
    "a trigger of an unknown pattern": (
        "  escalate: [{worse: 3}]\n",
        "FIL007",
        "escalate.0.worse",
        "`escalate.0.worse` is no key of KPI `churn`",
        "`vitalfew schema` lists the keys that exist",
    ),
    "a misspelt key": ("  onwer: ana\n", "FIL007", "onwer", "`onwer` is no key of KPI `churn`", "did you mean `owner`?"),
    "a misspelt key of a part": (
        "  baseline: {valeu: 5}\n",
        "FIL007",
        "baseline.valeu",
        "`baseline.valeu` is no key of KPI `churn`",
        "did you mean `value`?",
    ),
    "a key that lacks": (
        "  baseline: {on: 2026-01-31}\n",
        "FIL011",
        "baseline.value",
        "`baseline.value` of KPI `churn` is missing",
        "write `value:`",
    ),
    "a key that lacks since it is blank": (
        "  drives: [{kpi: }]\n",
        "FIL011",
        "drives.0.kpi",
        "`drives.0.kpi` of KPI `churn` is missing",
        "write `kpi:`",
    ),
    "a duration": (
        "  due: soon\n",
        "FIL010",
        "due",
        "`due` of KPI `churn`: `soon` is not a duration such as `3 business days`, `2 weeks`, `4 hours` or `90 minutes`",
        "`vitalfew schema` says what belongs here",
    ),
}


@pytest.mark.parametrize(("text", "code", "field", "message", "help"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_once_and_in_words(text: str, code: str, field: str, message: str, help: str) -> None:
    loaded = load_kpi(text)

    [finding] = loaded.findings
    assert (finding.ref, finding.code, finding.field) == (CHURN, code, field)
    assert (finding.message, finding.help) == (message, help)
    assert finding.place is not None
    assert finding.place.line == 4
    assert loaded.is_faulted(CHURN, field.partition(".")[0])
    assert not loaded.is_faulted(CHURN, "name")
    assert loaded.framework.kpi["churn"].name == "Churn"


def test_what_is_right_beside_a_fault_is_kept() -> None:
    loaded = load_kpi(
        "  target: {reach: 30, by: soon, stretch: 33}\n  drives: [churn, 5, {kpi: churn, effect: x}, {kpi: churn, effect: 2}]\n"
    )

    kpi = loaded.framework.kpi["churn"]
    assert kpi.target == Target(reach=30, stretch=33)
    assert [drive.effect for drive in kpi.drives] == [None, None, 2]
    assert [finding.field for finding in loaded.findings] == ["target.by", "drives.1", "drives.2.effect"]


def test_a_key_left_blank_counts_as_left_out() -> None:
    loaded = load_kpi("  lifecycle:\n  drives:\n  target:\n  unit:\n")

    assert loaded.findings == ()
    assert loaded.framework.kpi["churn"].lifecycle == "live"


def test_the_key_that_a_misspelt_one_meant_is_faulted_too() -> None:
    loaded = load_kpi("  onwer: ana\n")

    assert loaded.is_faulted(CHURN, "owner")
    assert loaded.is_faulted(CHURN, "onwer")
    assert not loaded.is_faulted(CHURN, None)


def test_faults_that_only_show_once_others_are_left_out_keep_the_place_in_the_file() -> None:
    """Dropping the first trigger moves the second forward; its finding still says where it stands."""
    loaded = load_kpi("  escalate: [5, {stale: 1, missed: 2}, {stale: 2}]\n  shade: red\n")

    assert [finding.field for finding in loaded.findings] == ["escalate.0", "escalate.1", "shade"]
    assert [trigger.stale for trigger in loaded.framework.kpi["churn"].escalate] == [2]


def test_a_dead_reference_behind_a_dropped_item_keeps_its_place() -> None:
    loaded = load_kpi("  drives: [5, {kpi: chrn}]\n")

    assert [finding.field for finding in loaded.findings] == ["drives.0", "drives.1.kpi"]
    assert [finding.place and finding.place.column for finding in loaded.findings] == [12, 16]


def test_every_fault_of_every_file_is_told_at_once_in_the_order_of_places() -> None:
    loaded = load_texts(
        {
            "b.yaml": "kpis:\n- {id: b, unit: 1}\n- {id: a}\n",
            "a.yaml": "kpis:\n- {id: a, shade: red, unit: 1}\npeople: 5\n",
            "c.yaml": "kpis: [\n",
        }
    )

    assert [(str(each.place), each.rule) for each in loaded.findings] == [
        ("a.yaml:2:11", "unknown-key"),
        ("a.yaml:2:23", "wrong-value"),
        ("a.yaml:3:1", "wrong-shape"),
        ("b.yaml:2:11", "wrong-value"),
        ("b.yaml:3:4", "doubled-id"),
        ("c.yaml:2:1", "broken-yaml"),
    ]
