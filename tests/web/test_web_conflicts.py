"""Conflicts between owners on their page, each with what settles it, proposed by whoever may (AUD-7)."""

from __future__ import annotations

from vitalfew import Workspace
from vitalfew.cli.proposal import files_of
from vitalfew.demo.truth import CONFLICT
from vitalfew.insight.conflict import conflicts
from vitalfew.insight.remedy import remedies
from vitalfew.load.read import load_texts


def test_the_planted_conflict_of_the_demo_is_found_by_structure_and_in_the_data(workspace: Workspace) -> None:
    """AUD-7: volume is bought with discount, which margin pays for."""
    found = conflicts(workspace.framework, workspace.observations.latest())
    first = found[0]
    assert first.pair == {*CONFLICT}
    assert (first.kinds, first.lever, first.settled) == (("structural", "incentive", "empirical"), "wholesale-discount", None)
    assert first.against is not None
    assert first.against.said == "against"
    assert first.against.high is not None
    assert first.against.high < 0
    assert all(each.settled or each.is_question for each in found[1:])


def test_each_remedy_of_the_demo_settles_it_and_harms_nothing(workspace: Workspace) -> None:
    framework, texts = workspace.framework, files_of(workspace)
    (first, *_) = conflicts(framework)
    found = remedies(framework, first)
    assert [each.kind for each in found] == ["shared", "co-own", "guard"]
    for remedy in found:
        loaded = load_texts(remedy.written(texts))
        assert not [each for each in loaded.findings if each.severity == "error"]
        after = next(each for each in conflicts(loaded.framework) if each.pair == first.pair)
        assert after.settled == ("guarded" if remedy.kind == "guard" else "shared")
        assert remedies(loaded.framework, after) == ()
    new = load_texts(found[0].written(texts)).framework.kpi["wholesale-margin-contribution"]
    assert (new.formula, new.unit, new.lifecycle) == ("wholesale_net - wholesale_cost", "EUR", "draft")
    assert {*new.owners, *new.co_owners} == {"greta", "ines"}
