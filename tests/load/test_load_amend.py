"""Values are changed where they stand, and nothing around them is."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.load.amend import Amendment, edit_texts, render
from vitalfew.load.read import contents, load_texts
from vitalfew.load.tree import read_tree
from vitalfew.model.reference import references

ANA, CHURN = Ref("person", "ana"), Ref("kpi", "churn")
MAIN = """\
# who is who
people:
  - id: ana # the boss
    name: Ana
    role:
    org_unit: &unit sales # where she is
  - {id: ben, name: 'Ben', org_unit: *unit}
  - id: eva
org_units: [{id: sales, head: ana}, {id: shop}]
kpis:
  - id: churn
    owner: "ana" # since May
    co_owners:
      - ben # for the shop
      - ana
      # and that is all
    definition: |
      Who left,
      of all.

    target: {by: 2026-12-31,
             reach: 3} # soon
    review: weekly
cadences: [{id: weekly, audience: [ana, ben, eva]}, {id: monthly, audience: [ana]}]
"""
CADENCES = MAIN.split("\n")[-2]


def amended(*asked: tuple[Ref, str, object], text: str = MAIN) -> str:
    made = edit_texts({"framework/main.yaml": text.encode()}, [Amendment(*each) for each in asked])
    return made["framework/main.yaml"].decode()


def changed(before: str, after: str) -> list[str]:
    """Give the lines that are new."""
    return [line for line in after.split("\n") if line not in before.split("\n")]


@pytest.mark.parametrize(
    ("ref", "field", "value", "lines"),
    [
        (CHURN, "owner", "eva", ["    owner: eva # since May"]),
        (CHURN, "co_owners.0", "eva", ["      - eva # for the shop"]),
        (CHURN, "definition", "Who left", ["    definition: Who left"]),
        (CHURN, "target.reach", 2.5, ["             reach: 2.5} # soon"]),
        (CHURN, "target.note", "why: so", ['             reach: 3, note: "why: so"} # soon']),
        (CHURN, "target", {"by": "2027-01-31"}, ["    target: {by: 2027-01-31} # soon"]),
        (CHURN, "review", ["weekly", "monthly"], ["    review: [weekly, monthly]"]),
        (CHURN, "review.0", "monthly", ["    review: monthly"]),
        (CHURN, "threshold", 4, ["    threshold: 4"]),
        (CHURN, "baseline.value", 7, ["    baseline: {value: 7}"]),
        (ANA, "role", "Head of all", ["    role: Head of all"]),
        (ANA, "left", date(2026, 6, 30), ["    left: 2026-06-30"]),
        (Ref("person", "ben"), "org_unit", "shop", ["  - {id: ben, name: 'Ben', org_unit: shop}"]),
        (Ref("person", "ben"), "left", date(2026, 6, 30), ["  - {id: ben, name: 'Ben', org_unit: *unit, left: 2026-06-30}"]),
        (Ref("person", "eva"), "deputy", "ben", ["    deputy: ben"]),
        (Ref("org_unit", "sales"), "head", "eva", ["org_units: [{id: sales, head: eva}, {id: shop}]"]),
        (Ref("governance", "main"), "structure_owner", "eva", ["governance: {structure_owner: eva}"]),
    ],
)
def test_a_value_is_written_where_it_belongs_and_every_comment_stays(
    ref: Ref, field: str, value: object, lines: list[str]
) -> None:
    after = amended((ref, field, value))

    assert changed(MAIN, after) == lines
    assert re.findall("#.*", after) == re.findall("#.*", MAIN)


@pytest.mark.parametrize(
    ("ref", "field", "gone", "lines"),
    [
        (CHURN, "co_owners.1", "      - ana\n", []),
        (CHURN, "co_owners.0", "      - ben # for the shop\n", []),
        (CHURN, "review", "    review: weekly\n", []),
        (CHURN, "target.reach", None, ["    target: {by: 2026-12-31} # soon"]),
        (Ref("cadence", "weekly"), "audience.1", None, [CADENCES.replace("ana, ben, eva", "ana, eva")]),
        (Ref("cadence", "weekly"), "audience.2", None, [CADENCES.replace("ana, ben, eva", "ana, ben")]),
        (Ref("cadence", "monthly"), "audience.0", None, [CADENCES.replace(", audience: [ana]}", "}")]),
        (Ref("org_unit", "sales"), "head", None, ["org_units: [{id: sales}, {id: shop}]"]),
    ],
)  # fmt: skip
def test_what_is_taken_out_leaves_no_trace(ref: Ref, field: str, gone: str | None, lines: list[str]) -> None:
    after = amended((ref, field, None))

    assert changed(MAIN, after) == lines
    if gone:
        assert after == MAIN.replace(gone, "")


def test_many_changes_at_once_do_not_meet() -> None:
    weekly = Ref("cadence", "weekly")
    after = amended(
        (CHURN, "owner", "eva"),
        (weekly, "audience.0", None),
        (weekly, "audience.1", "eva"),
        (weekly, "audience.2", None),
        (ANA, "left", date(2026, 6, 30)),
        (ANA, "manager", "eva"),
    )
    said = load_texts({"framework/main.yaml": after}).framework

    assert said.kpi["churn"].owner == "eva"
    assert said.cadences[0].audience == ("eva",)
    assert (said.person["ana"].left, said.person["ana"].manager) == (date(2026, 6, 30), "eva")


def test_a_name_that_an_alias_repeats_is_changed_where_both_are_to_be() -> None:
    after = amended((ANA, "org_unit", "shop"), (Ref("person", "ben"), "org_unit", "shop"))

    assert changed(MAIN, after) == ["    org_unit: &unit shop # where she is", "  - {id: ben, name: 'Ben', org_unit: shop}"]


def test_a_list_of_lines_becomes_one_line_and_what_follows_it_stays() -> None:
    text = "kpis:\n  - id: churn\n    co_owners:\n      - ana\n      - ben\n\n    # the rest\n    owner: eva\n"
    after = amended((CHURN, "co_owners", ["eva"]), text=text)

    assert after == "kpis:\n  - id: churn\n    co_owners: [eva]\n\n    # the rest\n    owner: eva\n"


def test_line_ends_and_the_mark_of_a_file_stay() -> None:
    content = b"\xef\xbb\xbf" + b"people:\r\n  - id: ana\r\n    name: Ana\r\n"
    made = edit_texts({"framework/a.yaml": content}, [Amendment(ANA, "role", "Boss")])

    assert made == {"framework/a.yaml": content + b"    role: Boss\r\n"}


def test_a_section_spread_over_files_is_changed_in_the_one_that_says_it() -> None:
    texts = {"framework/a.yaml": b"preset: okr\n", "framework/b.yaml": b"calendar:\n  timezone: UTC # ours\n"}
    made = edit_texts(texts, [Amendment(Ref("calendar", "main"), "timezone", "Europe/Lisbon")])

    assert made == {"framework/a.yaml": b"preset: okr\n", "framework/b.yaml": b"calendar:\n  timezone: Europe/Lisbon # ours\n"}


@pytest.mark.parametrize(
    ("text", "ref", "field", "value"),
    [
        (MAIN, ANA, "org_unit", "shop"),
        (MAIN, Ref("kpi", "ghost"), "owner", "eva"),
        (MAIN, CHURN, "co_owners.7", "eva"),
        (MAIN, CHURN, "threshold", None),
        (MAIN, CHURN, "co_owners", ["eva"]),
        (MAIN, CHURN, "owner.2.name", "eva"),
        ("people: [{id: ana, name: &x {y: 1}, role: *x}]", ANA, "name.y", 2),
        ("people: [{name: Ana}]", Ref("person", "unnamed-1"), "name", "Eva"),
    ],
)
def test_what_cannot_be_changed_without_harm_is_refused(text: str, ref: Ref, field: str, value: object) -> None:
    with pytest.raises(Refused):
        amended((ref, field, value), text=text)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS


def nested(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    keys = st.from_regex("[a-z]{1,5}", fullmatch=True)
    return st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3)


@given(st.recursive(SCALARS, nested, max_leaves=6))
def test_whatever_is_written_in_one_line_is_read_as_it_was(value: object) -> None:
    (document,) = read_tree(f"x: [{render(value)}, {{y: {render(value)}}}]", "x.yaml").documents

    assert document["x"] == [value, {"y": value}]


DEMO = contents(Path(__file__).parents[2] / "src" / "vitalfew" / "demo" / "meridian")[0]
FRAMEWORK = load_texts(DEMO).framework
NAMING = [
    (noun.ref, each.field)
    for noun in FRAMEWORK.index.values()
    for each in references(noun)
    if each.to == "person" and noun.ref.kind not in {"level", "perspective"}
]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.sampled_from(NAMING), min_size=1, max_size=6, unique=True))
def test_in_the_demo_organisation_any_names_are_replaced_on_their_own_lines(chosen: list[tuple[Ref, str]]) -> None:
    made = edit_texts(DEMO, [Amendment(ref, field, "somebody-new") for ref, field in chosen])
    after = load_texts(made).framework
    named = [(noun.ref, each.field) for noun in after.index.values() for each in references(noun) if each.id == "somebody-new"]
    old, new = ("\n".join(text.decode() for text in texts.values()).split("\n") for texts in (DEMO, made))

    assert sorted(named) == sorted(chosen)
    assert sum(one != other for one, other in zip(old, new, strict=True)) <= len(chosen)
