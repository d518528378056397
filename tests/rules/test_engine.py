"""The engine: who leads whom, what a lifecycle asks for, what reading has flagged."""

from __future__ import annotations

import re
from datetime import date
from importlib import import_module

import pytest

from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules import engine
from vitalfew.rules.count import names
from vitalfew.rules.engine import Flag, Flags, Rule, check, in_order, rule, rules, run, smells

TODAY = date(2026, 6, 30)
FAMILIES = {"STR", "ALN", "BAL", "DEF", "TGT", "OWN", "CAS", "CAD", "INI", "CHG", "DAT", "EVD", "DEL"}
RELIED_ON = {
    "orphan-kpi", "vanity-kpi", "activity-kpi", "activity-objective", "missing-owner", "missing-target", "missing-baseline",
    "missing-threshold", "too-many-tier-1", "no-leading-kpi", "no-lagging-kpi", "empty-perspective",
}  # fmt: skip


def framework(**sections: object) -> Framework:
    return Framework.model_validate(sections)


def each_kpi(code: str, *, after: tuple[str, ...] = ()) -> Rule:
    """Make a rule that flags every KPI whose name holds the code's last digit."""

    def look(framework: Framework) -> Flags:
        for kpi in framework.kpis:
            if code[-1] in kpi.title:
                yield kpi.ref, "name", f"KPI `{kpi.id}` holds {code[-1]}"

    return rule(code, severity="error", help="rename it", after=after)(look)


def found(framework: Framework, *selected: Rule) -> list[tuple[str, str, str]]:
    return [(each.code, each.ref.id, each.severity) for each in run(in_order(selected), framework, today=TODAY)]


def test_the_rules_of_the_folder_are_found_with_the_module_s_name_as_slug() -> None:
    found = {each.smell.slug: each.smell for each in rules()}
    assert set(found) >= RELIED_ON
    assert len(found) >= 25
    for slug in found:
        assert isinstance(import_module(f"vitalfew.rules.{slug.replace('-', '_')}").check, Rule)


def test_codes_are_unique_and_of_a_family() -> None:
    codes = [smell.code for smell in smells()]
    assert codes == sorted(set(codes))
    assert {code[:3] for code in codes} <= FAMILIES
    assert all(re.fullmatch(r"[A-Z]{3}\d{3}", code) for code in codes)


def test_every_rule_cites_a_requirement_and_every_leader_exists() -> None:
    codes = {smell.code for smell in smells()}
    assert all(each.smell.requirements for each in rules())
    assert all(set(each.after) <= codes for each in rules())


def test_a_word_list_never_raises_an_error() -> None:
    word_lists = [smell for smell in smells() if smell.slug in {"vanity-kpi", "activity-kpi", "activity-objective"}]
    assert [smell.severity for smell in word_lists] == ["warning"] * 3


def test_a_leader_silences_its_follower_on_the_same_noun_only() -> None:
    leader, follower = each_kpi("DEF901"), each_kpi("DEF902", after=("DEF901",))
    kpis = framework(kpis=[{"id": "both", "name": "1 and 2"}, {"id": "second", "name": "only 2"}])
    assert found(kpis, follower, leader) == [("DEF901", "both", "error"), ("DEF902", "second", "error")]


def test_a_silenced_follower_still_leads() -> None:
    chain = (each_kpi("DEF901"), each_kpi("DEF902", after=("DEF901",)), each_kpi("DEF903", after=("DEF902",)))
    assert found(framework(kpis=[{"id": "all", "name": "1, 2 and 3"}]), *chain) == [("DEF901", "all", "error")]


@pytest.mark.parametrize(
    ("lifecycle", "severity"), [("draft", "info"), ("live", "error"), ("paused", "error")], ids=lambda each: f"{each}"
)
def test_what_is_asked_before_a_kpi_goes_live_is_advice_on_a_draft(lifecycle: str, severity: str) -> None:
    kpis = framework(kpis=[{"id": "churn", "lifecycle": lifecycle}])
    severities = {each.rule: each.severity for each in check(kpis, today=TODAY)}
    assert severities["missing-owner"] == severities["missing-target"] == severities["missing-formula"] == severity
    assert severities["orphan-kpi"] == "error"


def test_a_retired_kpi_is_never_flagged() -> None:
    kpis = framework(kpis=[{"id": "churn", "lifecycle": "retired", "name": "Total website visitors", "owner": ["a", "b"]}])
    assert [each for each in check(kpis, today=TODAY) if each.ref.kind == "kpi"] == []


def test_a_flag_may_bring_its_own_help_and_severity() -> None:
    def look(framework: Framework) -> Flags:
        yield Flag(framework.kpis[0].ref, None, "it is so", "do this", "info")

    made = rule("DEF901", severity="error", help="do that")(look)
    finding = run([made], framework(kpis=[{"id": "churn"}]), today=TODAY)[0]
    assert (finding.help, finding.severity, finding.ref) == ("do this", "info", Ref("kpi", "churn"))


def test_a_rule_is_handed_the_day_when_it_asks_for_it() -> None:
    def look(framework: Framework, today: date) -> Flags:
        yield framework.kpis[0].ref, None, f"today is {today}"

    made = rule("DEF901", severity="error", help="wait")(look)
    assert run([made], framework(kpis=[{"id": "churn"}]), today=TODAY)[0].message == "today is 2026-06-30"


def test_what_reading_has_flagged_is_not_flagged_again() -> None:
    faults = {(Ref("kpi", "churn"), "owner")}
    found = check(framework(kpis=[{"id": "churn"}]), today=TODAY, faulted=lambda ref, field: (ref, field) in faults)
    assert "missing-owner" not in {each.rule for each in found}
    assert "missing-target" in {each.rule for each in found}


def test_nothing_is_asked_of_a_noun_whose_kind_is_not_known() -> None:
    faults = {(Ref("kpi", "churn"), "kind"), (FRAMEWORK, "preset")}
    found = check(framework(kpis=[{"id": "churn"}]), today=TODAY, faulted=lambda ref, field: (ref, field) in faults)
    assert {each.rule for each in found} == {"missing-mission"}


def test_an_objective_that_could_not_be_read_may_fill_any_perspective() -> None:
    empty = framework(preset="balanced-scorecard")
    slugs = {"empty-perspective", "objective-count"}
    assert slugs <= {each.rule for each in check(empty, today=TODAY)}
    lost = check(empty, today=TODAY, faulted=lambda ref, field: (ref, field) == (FRAMEWORK, "objectives"))
    assert not slugs & {each.rule for each in lost}


def test_an_empty_framework_is_told_what_it_lacks() -> None:
    assert {each.rule for each in check(Framework(), today=TODAY)} == {"missing-mission", "objective-count", "kpis-in-all"}


@pytest.mark.parametrize("left", [date(2026, 6, 29), date(2026, 6, 30)], ids=str)
def test_an_owner_is_gone_on_the_day_they_left(left: date) -> None:
    gone = framework(people=[{"id": "ana", "name": "Ana Prado", "left": left}], kpis=[{"id": "churn", "owner": "ana"}])
    assert "owner-left" in {each.rule for each in check(gone, today=TODAY)}


@pytest.mark.parametrize("owner", ["ana and ben", "ana, ben", "ana/ben", "ana & ben", "ana; ben", ["ana", "ben"]], ids=str)
def test_several_owners_are_seen_however_they_are_written(owner: object) -> None:
    found = check(framework(kpis=[{"id": "churn", "owner": owner}]), today=TODAY)
    assert [each.message for each in found if each.rule == "several-owners"] == ["KPI `churn` has 2 owners: `ana`, `ben`"]


@pytest.mark.parametrize("owner", ["ana", "sales-and-service", "head-of-r-and-d"], ids=str)
def test_one_owner_is_one_whatever_the_id(owner: str) -> None:
    assert "several-owners" not in {each.rule for each in check(framework(kpis=[{"id": "churn", "owner": owner}]), today=TODAY)}


def test_counts_and_names_are_written_out() -> None:
    assert (count_of(1, "KPI"), count_of(2, "KPI")) == ("1 KPI", "2 KPIs")
    assert names("abc", most=2) == "`a`, `b` and 1 more"


def test_a_declaration_without_its_recorded_answer_leaves_advice() -> None:
    def severity(**fields: object) -> list[str]:
        kpis = framework(kpis=[{"id": "visitors", "name": "Total website visitors", **fields}])
        return [each.severity for each in check(kpis, today=TODAY) if each.rule == "vanity-kpi"]

    answer = {"answer": True, "why": "We live from adverts", "by": "ana", "on": date(2026, 1, 20)}
    assert severity() == ["warning"]
    assert severity(stage="outcome") == ["info"]
    assert severity(stage="outcome", tests={"succeeds_at_50": answer}) == []
    assert severity(stage="outcome", tests={"succeeds_at_50": {**answer, "why": None}}) == ["info"]
    assert severity(tests={"succeeds_at_50": {**answer, "answer": False}}) == ["warning"]
    assert severity(kind="metric") == []


@pytest.mark.parametrize(
    ("count", "leading", "is_flagged"),
    [
        (3, 0, True),
        (3, 1, False),
        (3, 2, False),
        (3, 3, True),
        (5, 1, False),
        (5, 3, False),
        (5, 4, True),
        (7, 1, True),
        (7, 4, False),
    ],
    ids=lambda each: f"{each}",
)
def test_the_leading_share_is_judged_as_a_count(count: int, leading: int, *, is_flagged: bool) -> None:
    kpis = [
        {"id": f"kpi-{each}", "level": "company", "timing": "leading" if each < leading else "lagging"} for each in range(count)
    ]
    assert ("leading-share" in {each.rule for each in check(framework(kpis=kpis), today=TODAY)}) is is_flagged


@pytest.mark.parametrize(("most", "is_flagged"), [(None, False), (6, True), (7, False), (12, False)], ids=lambda each: f"{each}")
def test_a_policy_may_lower_the_seven_of_tier_1(most: int | None, *, is_flagged: bool) -> None:
    policy = {} if most is None else {"tier-1": {"max": most}}
    kpis = [{"id": f"kpi-{each}", "level": "company"} for each in range(7)]
    found = {each.rule for each in check(framework(kpis=kpis, policy=policy), today=TODAY)}
    assert ("too-many-tier-1" in found) is is_flagged


def test_a_policy_never_raises_the_seven_of_tier_1() -> None:
    kpis = [{"id": f"kpi-{each}", "level": "company"} for each in range(8)]
    found = check(framework(kpis=kpis, policy={"tier-1": {"max": 12}}), today=TODAY)
    assert [each.severity for each in found if each.rule == "too-many-tier-1"] == ["error"]


def test_the_engine_is_no_rule() -> None:
    assert not isinstance(engine.check, Rule)
