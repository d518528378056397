"""Whether somebody may change the framework directly, without a proposal (RHY-6).

Where the live governance names `approvals`, only who holds every role that the change needs may; else everybody may. In both
cases a department's KPI goes live only with the agreement of its owner and head, whose word is asked for or waived.
"""

from __future__ import annotations

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.difference import difference
from vitalfew.model.framework import Framework
from vitalfew.rhythm.agreements import missing, record_agreement
from vitalfew.rhythm.approval import Need, approvals_needed, said_of
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.standing import acting_for

_PROPOSE = say("`vitalfew propose -m MESSAGE` asks them")


def see_entitled(desk: Desk, after: Framework, *, waived: bool, instead: str = _PROPOSE) -> bool:
    """Refuse a change that is not whoever is at the desk to make alone; tells whether an agreement was waived for it.

    The desk's framework is the live one. An agreement between owner and head who are both at the desk is recorded.
    """
    before = desk.framework
    needs = approvals_needed(before, after, difference(before, after), today=desk.today)
    mine = acting_for(desk, needs, desk.by)
    left = [need for need in missing(desk.transaction, needs, after) if need.person not in mine]
    is_governed = bool(before.governance.approvals)
    asked = [need for need in left if need.question != "agreement" and need.person is not None]
    if is_governed and asked:
        why = say("`{by}` does not decide this alone: it needs the approval of {people}", by=desk.by, people=said_of(asked))
        raise Refused(why, instead)
    unagreed = [need for need in left if need.question == "agreement" and (is_governed or _goes_live(need.ref, before))]
    if unagreed and not waived:
        why = say("there is no agreement of {people}", people=said_of(unagreed))
        raise Refused(
            why,
            say(
                "{instead}; `vitalfew agree record KPI` says that they agreed, `--waive REASON` why it goes without",
                instead=instead,
            ),
        )
    _agree(desk, after, [need for need in needs if need.question == "agreement"], mine)
    return bool(unagreed)


def _goes_live(kpi: Ref, before: Framework) -> bool:
    was = before.kpi.get(kpi.id)
    return was is None or was.lifecycle in {"draft", "retired"}


def _agree(desk: Desk, after: Framework, needs: list[Need], mine: tuple[str, ...]) -> None:
    """Record what somebody who is both owner and head agrees on by deciding it."""
    open_ = missing(desk.transaction, needs, after)
    for kpi in dict.fromkeys(need.ref for need in open_):
        if all(need.person in mine for need in needs if need.ref == kpi):
            record_agreement(desk, kpi.id, after)
