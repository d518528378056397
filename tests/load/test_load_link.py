"""Names that must exist: each dead one is a finding at its place, with the nearest that does."""

from __future__ import annotations

import pytest

from vitalfew.base.ref import Ref
from vitalfew.load.read import Loaded, load_texts

BASE = """
people:
- {id: ana, name: Ana}
- {id: rui, name: Rui}
org_units:
- {id: sales, name: Sales, head: ana}
objectives:
- {id: loyal-customers, statement: Regulars}
cadences:
- {id: weekly-review, rhythm: weekly}
ladders:
- {id: default, steps: [{to: owner}, {to: ana}]}
themes:
- {id: habit}
cycles:
- {id: 2026-q2}
sources:
- {id: shop, kind: manual}
measures:
- {id: orders, source: shop, date: day, value: count(*)}
kpis:
- {id: repeat-rate, owner: ana}
"""

KEYS = {"objective": "objectives", "person": "people"}
DEAD = {
    "owner": ("kpis: [{id: k, owner: anna}]", "kpi:k", "owner", "the person `anna`", "did you mean `ana`?"),
    "several owners": ("kpis: [{id: k, owner: [ana, ruy]}]", "kpi:k", "owner.1", "the person `ruy`", "did you mean `rui`?"),
    "bare link": (
        "kpis: [{id: k, objectives: [loyal-customer]}]",
        "kpi:k",
        "objectives.0",
        "the objective `loyal-customer`",
        "did you mean `loyal-customers`?",
    ),
    "single link": ("kpis: [{id: k, objectives: loyal}]", "kpi:k", "objectives", "the objective `loyal`", None),
    "written link": (
        "kpis: [{id: k, contributes_to: [{id: repeat-rat, weight: 2}]}]",
        "kpi:k",
        "contributes_to.0.id",
        "the KPI `repeat-rat`",
        "did you mean `repeat-rate`?",
    ),
    "unit": ("kpis: [{id: k, org_unit: sale}]", "kpi:k", "org_unit", "the organisation unit `sale`", "did you mean `sales`?"),
    "level": ("kpis: [{id: k, level: compny}]", "kpi:k", "level", "the level `compny`", "did you mean `company`?"),
    "review": ("kpis: [{id: k, review: [weekly]}]", "kpi:k", "review.0", "the cadence `weekly`", "did you mean `weekly-review`?"),
    "ladder": ("kpis: [{id: k, ladder: defalt}]", "kpi:k", "ladder", "the ladder `defalt`", "did you mean `default`?"),
    "answer": (
        "kpis: [{id: k, tests: {effort_only: {by: anna}}}]",
        "kpi:k",
        "tests.effort_only.by",
        "the person `anna`",
        "did you mean `ana`?",
    ),
    "perspective": (
        "objectives: [{id: o, perspective: custommer}]",
        "objective:o",
        "perspective",
        "the perspective `custommer`",
        "did you mean `customer`?",
    ),
    "step": ("ladders: [{id: l, steps: [{to: boss}]}]", "ladder:l", "steps.0.to", "the person `boss`", None),
    "approval": (
        "governance: {approvals: {target: [reviewer, anna]}}",
        "governance:main",
        "approvals.target.1",
        "the person `anna`",
        "did you mean `ana`?",
    ),
    "structure owner": (
        "governance: {structure_owner: anna}",
        "governance:main",
        "structure_owner",
        "the person `anna`",
        "did you mean `ana`?",
    ),
    "source": (
        "measures: [{id: m, source: shp, date: d, value: count(*)}]",
        "measure:m",
        "source",
        "the source `shp`",
        "did you mean `shop`?",
    ),
    "measure in a formula": (
        "kpis: [{id: k, formula: ordrs / 2}]",
        "kpi:k",
        "formula",
        "the measure `ordrs`",
        "did you mean `orders`?",
    ),
    "KPI in a formula": (
        "kpis: [{id: k, formula: kpi.repeat_rat * 2}]",
        "kpi:k",
        "formula",
        "the KPI `repeat-rat`",
        "did you mean `repeat-rate`?",
    ),
    "KPI without its prefix": (
        "kpis: [{id: k, formula: repeat_rate * 2}]",
        "kpi:k",
        "formula",
        "the measure `repeat_rate`",
        "write `kpi.repeat_rate` for the KPI of that name",
    ),
    "key result": (
        "key_results: [{id: r, cycle: 2026-q3}]",
        "key_result:r",
        "cycle",
        "the cycle `2026-q3`",
        "did you mean `2026-q2`?",
    ),
    "theme": ("objectives: [{id: o, themes: habits}]", "objective:o", "themes", "the theme `habits`", "did you mean `habit`?"),
}


@pytest.mark.parametrize(("text", "ref", "field", "named", "help"), DEAD.values(), ids=DEAD)
def test_a_dead_reference_is_one_finding_with_the_nearest_id(
    text: str, ref: str, field: str, named: str, help: str | None
) -> None:
    loaded = load_texts({"base.yaml": BASE, "f.yaml": text})

    [finding] = loaded.findings
    assert (finding.rule, str(finding.ref), finding.field) == ("unknown-reference", ref, field)
    assert f"names {named}, which is not declared" in finding.message
    assert finding.help == (help or f"declare it under `{KEYS[named.split()[1]]}:`, or name one that is declared")
    assert finding.place is not None
    assert (finding.place.file, finding.place.line) == ("f.yaml", 1)
    assert text[finding.place.column - 1 :].startswith((field.rpartition(".")[2], finding.message.split("`")[-2]))
    assert loaded.is_faulted(finding.ref, field)


def test_a_name_of_a_kind_of_which_nothing_is_declared_says_where_to_declare_it(loaded: Loaded) -> None:
    """
    kpis:
      - {id: churn, owner: ana}
    """  # noqa: D205, D212, D415  # the docstring is the framework
    assert [each.help for each in loaded.findings] == ["declare it under `people:`, or name one that is declared"]


def test_a_dead_reference_is_kept_in_the_framework() -> None:
    loaded = load_texts({"f.yaml": "kpis:\n- {id: churn, objectives: [loyal]}\n"})

    assert [link.id for link in loaded.framework.kpi["churn"].objectives] == ["loyal"]


def test_a_formula_that_cannot_be_read_is_kept_and_flagged() -> None:
    loaded = load_texts({"f.yaml": "kpis:\n- {id: churn, formula: 'lost %'}\n- {id: other, formula: 'median(x)'}\n"})

    assert [(each.rule, each.field) for each in loaded.findings] == [("unreadable-formula", "formula")] * 2
    assert "`median(x)` cannot stand in a formula" in loaded.findings[1].message
    assert loaded.is_faulted(Ref("kpi", "churn"), "formula")


def test_levels_and_perspectives_that_are_declared_replace_those_of_the_preset() -> None:
    loaded = load_texts(
        {
            "f.yaml": "levels:\n- {id: region, tier: 2}\nperspectives:\n- {id: people-first}\n"
            "policy:\n  region: {max: 3}\n  company: {max: 3}\n"
            "objectives:\n- {id: a, perspective: people-first}\n- {id: b, perspective: customer}\n"
        }
    )

    assert [(str(each.ref), each.field) for each in loaded.findings] == [
        ("policy:main", "company"),
        ("objective:b", "perspective"),
    ]
