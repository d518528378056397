"""A lead says what it is worth and where its follower is headed, and warns only where that is clear (MON-5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.insight.test_insight_lead import TEXT, WEEKS, pair, table

from vitalfew.insight.follow import Column
from vitalfew.insight.heading import Told, tell
from vitalfew.insight.lead import leads
from vitalfew.insight.told_lead import LEADS, NEXT, as_json, now, sureness, verdict, worth
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import Scorecard

FRAMEWORK = load_texts({"framework/main.yaml": TEXT.replace("TIMING", "leading")}).framework
NOTHING = Scorecard(date(2026, 6, 30), (), (), (), ())


def told(ahead: Column, behind: Column, framework: Framework = FRAMEWORK) -> Told:
    """What is told of the one link between two series."""
    latest = table(ahead=ahead, behind=behind)
    (found,) = tell(framework, latest, leads(framework, latest), NOTHING)
    return found


def falling(by: float) -> Told:
    """What is told where the leader stood still, having fallen three weeks ago, and the follower has not replied yet."""
    ahead, behind = pair(3)
    ahead = ahead.copy()
    ahead[-3:] = ahead[-4] - by
    return told(ahead, behind)


def test_what_a_usual_improvement_goes_with_is_said_with_its_interval() -> None:
    found = told(*pair(3))
    assert found.worth is not None
    assert found.worth.move == pytest.approx(1, abs=0.2)
    assert found.worth.low < found.worth.effect < found.worth.high
    assert found.worth.effect == pytest.approx(1, abs=0.25)
    said = worth(found, FRAMEWORK)
    assert said.startswith("a usual improvement of Ahead (+")
    assert "of Behind 3 weeks later (90 %: +" in said
    assert "cause" not in said
    half = replace(found, worth=replace(found.worth, gap=2.0, share=0.5))
    assert worth(half, FRAMEWORK).endswith(", 50 % of the gap to its target")


@pytest.mark.parametrize(("by", "bodes"), [(12.0, "warns"), (-12.0, "well"), (0.0, "quiet")])
def test_it_warns_only_where_the_newest_moves_are_clear(by: float, bodes: str) -> None:
    found = falling(by)
    assert found.heading is not None
    assert (found.heading.bodes, found.heading.periods) == (bodes, 3)
    assert found.warns == (bodes == "warns")
    assert found.heading.low < found.heading.change < found.heading.high
    assert found.heading.until.start.toordinal() - found.heading.newest.start.toordinal() == 21
    assert "within 3 weeks, by " in now(found, FRAMEWORK)


def test_what_is_known_of_the_leader_alone_counts_and_no_more() -> None:
    """A leader whose newest value is two weeks old says what comes in one week."""
    ahead, behind = pair(3)
    found = told(ahead[:-2], behind)
    assert found.heading is not None
    assert found.heading.periods == 1
    assert told(ahead[:-3], behind).heading is None


def test_a_short_past_foretells_nothing_and_one_that_stopped_neither() -> None:
    ahead, behind = pair(3)
    assert told(ahead[:20], behind[:20]).heading is None
    stopped = told(*pair(3, until=80))
    assert (stopped.lead.said, stopped.heading, now(stopped, FRAMEWORK)) == ("stopped", None, "")
    assert stopped.worth is None
    assert "ask its owner what changed" in NEXT["stopped"]


def test_both_series_stand_together_the_leader_moved_by_its_lag() -> None:
    ahead, behind = pair(3)
    found = told(ahead, behind).beside
    assert found is not None
    assert (found.lag, len(found.leader), len(found.follower)) == (3, 60, 60)
    assert found.follower[-3:] == (None, None, None)
    assert found.leader[-1] == ahead[-1]
    assert found.leader[-4] == ahead[WEEKS - 4]
    assert found.follower[-4] == behind[-1]


def test_words_and_json_say_the_same_and_private_figures_stay_private() -> None:
    found = falling(12.0)
    data = as_json(found, FRAMEWORK)
    assert data["said"] == "leads"
    assert data["words"] == {"worth": worth(found, FRAMEWORK), "now": now(found, FRAMEWORK), "next": NEXT["leads"]}
    assert isinstance(data["now"], dict)
    assert data["now"]["bodes"] == "warns"
    assert sureness(found.lead).startswith("more than 99 % sure, it foretells")
    assert verdict(found.lead, frozenset({"ahead"})) == "the figures of one of them are private"
    assert LEADS.keys() == NEXT.keys()


def test_intervals_hold_what_came() -> None:
    """Nine in ten, on pairs whose last weeks are kept back."""
    held = []
    for seed in range(40):
        ahead, behind = pair(3, seed=seed)
        heading = told(ahead[:-3], behind[:-3]).heading
        if heading:
            held.append(heading.low <= behind[-1] - heading.value <= heading.high)
    assert len(held) >= 30
    assert 0.75 <= np.mean(held) <= 1
