"""The owner's own judgement beside the computed status: it changes neither status nor score nor roll-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.judgement import Judgement
from vitalfew.model.verdict import OwnJudgement, Verdict


def beside(verdicts: Sequence[Verdict], judgements: Mapping[str, Sequence[Judgement]]) -> tuple[Verdict, ...]:
    """Set the newest judgement of the judged period beside each verdict; those of other periods are history."""
    return tuple(_beside(verdict, judgements.get(verdict.ref.id, ())) for verdict in verdicts)


def _beside(verdict: Verdict, judgements: Sequence[Judgement]) -> Verdict:
    period = verdict.period
    mine = [each for each in judgements if period and (each.every, each.date) == (period.grain, period.start)]
    status, newest = next(((each.status, each) for each in reversed(mine) if each.status), (None, None))
    if status is None or newest is None:
        return verdict
    computed = verdict.status or verdict.last_status
    own = OwnJudgement(status, newest.by, newest.recorded_at, newest.note or None, computed and status != computed)
    return replace(verdict, own_judgement=own, reasons=(*verdict.reasons, _sentence(own)))


def _sentence(own: OwnJudgement) -> str:
    facts = {"by": own.by, "status": word(own.status), "day": own.at, "note": f": {own.note}" if own.note else ""}
    if own.disagrees:
        return say("against the computed status, {by} judges it {status} ({day:%Y-%m-%d}){note}", **facts)
    return say("{by} judges it {status} ({day:%Y-%m-%d}){note}", **facts)
