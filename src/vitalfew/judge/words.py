"""KPIs of `scale: text`: what was said of the newest period, in the place of a value; no number and no target judges words.

Words are what people enter for a period, with or without a judgement of their own. They grow stale as numbers do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.judge.parameter import due_number
from vitalfew.model.framework import Framework
from vitalfew.model.judgement import Judgement
from vitalfew.model.verdict import Judged, OwnJudgement, State, Verdict


def said(
    framework: Framework, verdicts: Sequence[Verdict], judgements: Mapping[str, Sequence[Judgement]], today: date
) -> tuple[Verdict, ...]:
    """Set the newest words in the verdict of each KPI that is told in words."""
    return tuple(
        _said(framework, verdict, judgements.get(verdict.ref.id, ()), today)
        if framework.kpi[verdict.ref.id].scale == "text"
        else verdict
        for verdict in verdicts
    )


def _said(framework: Framework, verdict: Verdict, judgements: Sequence[Judgement], today: date) -> Verdict:
    kpi, calendar = framework.kpi[verdict.ref.id], framework.calendar.calendar
    mine = [each for each in judgements if each.every == kpi.grain and each.note and each.date <= today]
    if not mine:
        return verdict
    newest = max(reversed(mine), key=lambda each: each.date)  # of one period the last, as it stands in the file
    period = calendar.period(kpi.grain, newest.date)
    is_late = period.number < due_number(kpi.grain, kpi.due, calendar, today)
    state: State = verdict.state if verdict.state == "paused" else "stale" if is_late else "no-target"
    own = OwnJudgement(newest.status, newest.by, newest.recorded_at, newest.note, None) if newest.status else None
    late = (say("stale: nothing was said of the newest period that is due"),) if state == "stale" else ()
    facts = {"by": newest.by, "day": newest.recorded_at, "note": newest.note}
    said = (
        say("{by} says on {day:%Y-%m-%d}, and judges it {status}: {note}", status=word(newest.status), **facts)
        if newest.status
        else say("{by} says on {day:%Y-%m-%d}: {note}", **facts)
    )
    return replace(
        verdict,
        period=Judged(period.grain, period.start, period.end, complete=period.end <= today, label=calendar.label(period)),
        words=newest.note,
        missing=verdict.missing and "words",
        state=state,
        own_judgement=own,
        reasons=(*late, said),
    )
