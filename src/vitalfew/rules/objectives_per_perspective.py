"""A perspective with more or fewer objectives than the preset asks for."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.count import in_perspective
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "BAL010",
    severity="warning",
    requirements=("STR-4",),
    help="move attention between perspectives: merge objectives here, add them there",
    after=("BAL009",),
)
def check(framework: Framework, unread: Unread) -> Flags:
    wanted = framework.span("per-perspective", framework.rules.per_perspective)
    for id_, objectives in (in_perspective(framework, lost=unread.lost("objectives")) or {}).items():
        if len(objectives) not in wanted:
            yield (
                Ref("perspective", id_),
                None,
                say(
                    "perspective `{id}` has {objectives}, not {wanted}",
                    id=id_,
                    objectives=count_of(len(objectives), "objective"),
                    wanted=wanted.words(),
                ),
            )
