"""Faults beyond a single KPI: nouns without a core or an id, sections, and whole parts that were not read."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.load.read import Loaded, load_texts

CHURN = Ref("kpi", "churn")


def test_a_noun_that_lacks_its_core_is_left_out_and_still_known() -> None:
    loaded = load_texts(
        {
            "f.yaml": """
sources:
- {id: shop, kind: file, path: data/*.csv}
- {id: till, kind: files, delimiter: 5}
- {id: desk, path: data/*.csv}
- {id: web, kind: files, pth: data/*.csv}
measures:
- {id: lost, source: shop, date: day}
- {id: kept, source: till, valeu: count(*), date: day}
- {id: won, source: desk, sql: select 1, value: count(*)}
levels:
- {id: company}
kpis:
- {id: churn, formula: lost / kept / won, level: company}
"""
        }
    )

    assert [(str(each.ref), each.field, each.rule) for each in loaded.findings] == [
        ("source:shop", "kind", "wrong-value"),
        ("source:till", "path", "missing-key"),
        ("source:till", "delimiter", "wrong-value"),
        ("source:desk", "kind", "missing-key"),
        ("source:web", "pth", "unknown-key"),
        ("measure:lost", None, "wrong-value"),
        ("measure:kept", "valeu", "unknown-key"),
        ("measure:won", None, "wrong-value"),
        ("level:company", "tier", "missing-key"),
    ]
    assert loaded.findings[0].help == "did you mean `files`?"
    assert (loaded.framework.sources, loaded.framework.measures, loaded.framework.levels) == ((), (), ())
    assert all(loaded.is_faulted(each.ref, None) for each in loaded.findings)
    assert not loaded.is_faulted(CHURN, None)


SECTIONS = {
    "calendar": ("calendar: {fiscal_year_starts: 13-01}\n", "calendar:main", "fiscal_year_starts", "`13-01` is not a month"),
    "currency": ("calendar: {currency: euro}\n", "calendar:main", "currency", "a currency code such as `EUR`"),
    "holidays": ("calendar: {holidays: 5}\n", "calendar:main", "holidays", "is the number `5`, where text or a list belongs"),
    "part": (
        "calendar: {year_end: {weekday: sunday}}\n",
        "calendar:main",
        "year_end.month",
        "`year_end.month` of the calendar is missing",
    ),
    "zone": ("calendar: {timezone: Mars/Base}\n", "calendar:main", "timezone", "is `Mars/Base`, which is no time zone"),
    "folder": ("calendar: {timezone: Europe}\n", "calendar:main", "timezone", "is `Europe`, which is no time zone"),
    "climbing zone": ("calendar: {timezone: ../passwd}\n", "calendar:main", "timezone", "which is no time zone"),
    "hours": ("calendar: {business_hours: 9 to 5}\n", "calendar:main", "business_hours", "is not a stretch of the day"),
    "quiet": ("calendar: {quiet_hours: never}\n", "calendar:main", "quiet_hours", "is not a stretch of the day"),
    "country": ("calendar: {holidays: QQ}\n", "calendar:main", "holidays", "is `QQ`, whose holidays are not known"),
    "region": ("calendar: {holidays: DE-BU}\n", "calendar:main", "holidays", "is `DE-BU`, whose holidays are not known"),
    "long zone": (f"calendar: {{timezone: {'x' * 5000}}}\n", "calendar:main", "timezone", "which is no time zone"),
    "size": ("organization: {size: 0}\n", "organization:main", "size", "is the number `0`, where a number of 1 or more belongs"),
    "approvals": (
        "governance: {approvals: {targt: [owner]}}\n",
        "governance:main",
        "approvals.targt",
        "`approvals` of the governance has the key `targt`",
    ),
    "policy": ("policy: {tier-1: {max: 2, min: 5}}\n", "policy:main", "tier-1.max", "max 2 is below min 5"),
    "policy key": ("policy: {tier-7: {max: 2}}\n", "policy:main", "tier-7", "`tier-7` is no key of the policy"),
    "far policy key": ("policy: {xxx: {max: 2}}\n", "policy:main", "xxx", "`xxx` is no key of the policy"),
    "preset": ("preset: exec\n", "framework:main", "preset", "`preset` of the framework is the text `exec`"),
    "email": ("people: [{id: ana, email: nobody}]\n", "person:ana", "email", "an address such as `ana@example.org`"),
    "confidence": ("key_results: [{id: a, confidence: 2}]\n", "key_result:a", "confidence", "a number of 1 or less"),
    "stage": (
        "value_streams: [{id: a, stages: [{id: A B}]}]\n",
        "value_stream:a",
        "stages.0.id",
        "an id of small letters, digits and hyphens",
    ),
}


@pytest.mark.parametrize(("text", "ref", "field", "said"), SECTIONS.values(), ids=SECTIONS)
def test_sections_and_other_nouns_are_told_the_same_way(text: str, ref: str, field: str, said: str) -> None:
    loaded = load_texts({"f.yaml": text})

    [finding] = loaded.findings
    assert (str(finding.ref), finding.field) == (ref, field)
    assert said in finding.message
    assert finding.place is not None
    assert loaded.is_faulted(finding.ref, field)


@pytest.mark.parametrize(
    ("code", "help"),
    [
        ("DE-BYY", "did you mean `DE-BY`?"),
        ("SP", "did you mean `ES` (Spain)?"),
        ("PO", "did you mean `PL` (Poland) or `PT` (Portugal)?"),
        ("QQ", "write a code such as `PT` or `DE-BY`, or a list of days"),
        ("PT-QQQQQ", "write a code such as `PT` or `DE-BY`, or a list of days"),
    ],
)
def test_holidays_that_are_not_known_are_said_with_what_may_be_meant(code: str, help: str) -> None:
    [finding] = load_texts({"f.yaml": f"calendar: {{holidays: {code}}}\n"}).findings
    assert finding.help == help


@pytest.mark.parametrize("code", ["PT", "DE-BY", "US-CA", "UK", "GB-SCT", "PT-11"])
def test_a_country_and_a_part_of_it_are_known(code: str) -> None:
    assert load_texts({"f.yaml": f"calendar: {{holidays: {code}}}\n"}).findings == ()


def test_the_library_of_holidays_loads_only_where_a_country_is_named() -> None:
    text = (
        "import sys; from vitalfew.load.read import load_texts as f; f({'f.yaml': sys.argv[1]}); print('holidays' in sys.modules)"
    )
    found = [
        subprocess.run([sys.executable, "-c", text, each], capture_output=True, encoding="utf-8", check=True).stdout.strip()
        for each in ("calendar: {holidays: [2026-12-25]}", "calendar: {holidays: PT}")
    ]
    assert found == ["False", "True"]


def test_a_wrong_preset_falls_back_to_the_executive_one() -> None:
    assert load_texts({"f.yaml": "preset: exec\n"}).framework.preset == "executive"


def test_ids_are_made_up_where_they_are_missing_so_that_counts_stay_right() -> None:
    loaded = load_texts(
        {
            "f.yaml": "kpis:\n- name: Churn Rate\n- {id: Net Sales, guards: [net-sales]}\n- {}\n- {id: 5}\n"
            "measures:\n- {id: net-sales, date: day, value: count(*)}\ncycles:\n- {id: 2026-q2}\n- {id: Q2}\n"
            f"people:\n- {{id: {'x' * 81}}}\n"
        }
    )

    assert [kpi.id for kpi in loaded.framework.kpis] == ["unnamed-1", "unnamed-2", "unnamed-3", "unnamed-4"]
    assert [measure.id for measure in loaded.framework.measures] == ["unnamed_1"]
    assert loaded.is_faulted(Ref("kpi", "unnamed-1"), None)
    assert not loaded.is_faulted(Ref("kpi", "unnamed-1"), "owner")
    assert [(each.message, each.help) for each in loaded.findings if each.rule == "wrong-id"] == [
        ("a KPI has no `id`", "write `id: churn-rate`"),
        ("the text `Net Sales` is no id of a KPI", "write `id: net-sales`"),
        ("a KPI has no `id`", "write an `id` of small letters, digits and hyphens that begins with a letter"),
        ("the number `5` is no id of a KPI", "write an `id` of small letters, digits and hyphens that begins with a letter"),
        ("the text `net-sales` is no id of a measure", "write `id: net_sales`"),
        ("the text `Q2` is no id of a cycle", "write `id: q2`"),
        (f"the text `{'x' * 57}…` is no id of a person", f"write `id: {'x' * 80}`"),
    ]
    assert "unknown-reference" not in {each.rule for each in loaded.findings}


def test_a_doubled_id_names_both_places_and_the_first_stays() -> None:
    loaded = load_texts({"a.yaml": "kpis:\n- {id: churn, unit: a}\n", "b.yaml": "kpis:\n- {unit: b, id: churn}\n"})

    [finding] = loaded.findings
    assert str(finding.place) == "b.yaml:2:13"
    assert finding.message == "KPI `churn` is declared twice, first at a.yaml:2:4"
    assert [kpi.unit for kpi in loaded.framework.kpis] == ["a"]


def test_a_value_that_an_alias_repeats_is_flagged_where_each_noun_stands() -> None:
    loaded = load_texts({"f.yaml": "kpis:\n- {id: a, target: &t {reach: x}}\n- {id: b, target: *t}\n"})

    assert [str(each.ref) for each in loaded.findings] == ["kpi:a", "kpi:b"]


def test_thousands_of_mistakes_are_told_quickly() -> None:
    """Did-you-mean stops after a bounded number of comparisons; the findings do not."""
    keys = "".join(f"  onwer{number}: x\n" for number in range(5_000))

    loaded = load_texts({"f.yaml": f"kpis:\n- id: churn\n{keys}"})

    assert len(loaded.findings) == 5_000
    assert loaded.findings[0].help == "did you mean `owner`?"
    assert loaded.findings[-1].help == "`vitalfew schema` lists the keys that exist"


def test_dates_and_numbers_arrive_as_what_they_are(loaded: Loaded) -> None:
    """
    kpis:
      - {id: churn, since: 2026-02-02, threshold: {2026-01-31: 5}}
    """  # noqa: D205, D212, D415  # the docstring is the framework
    kpi = loaded.framework.kpi["churn"]
    assert loaded.findings == ()
    assert (kpi.since, kpi.threshold) == (date(2026, 2, 2), {date(2026, 1, 31): 5})


def test_where_a_whole_part_is_missing_rules_have_nothing_to_say() -> None:
    for text in ("kpis: {churn: {}}\n", "kpi: []\n", "strategy: []\n", "- a\n", "kpis: [\n"):
        loaded = load_texts({"f.yaml": text})
        assert len(loaded.findings) == 1
        assert loaded.is_faulted(FRAMEWORK, None), text


def test_a_stray_key_at_the_top_leaves_the_rest_to_the_rules() -> None:
    loaded = load_texts({"f.yaml": "zzz: 5\nkpis:\n- id: churn\n"})

    [finding] = loaded.findings
    assert finding.message == "`zzz` is no key of a framework"
    assert finding.help.startswith("the keys are preset, organization, ")
    assert not loaded.is_faulted(FRAMEWORK, None)
