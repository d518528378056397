"""More or fewer objectives than the preset asks for."""

from __future__ import annotations

from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.count import fits, tops
from vitalfew.rules.engine import Flag, Flags, rule
from vitalfew.rules.unread import Unread

NONE_YET = say("write under `objectives` what will be true once the strategy has worked: outcomes, never what is done for them")


@rule("BAL003", severity="warning", requirements=("STR-3",), help="merge, drop or add objectives until they are few and say all")
def check(framework: Framework, unread: Unread) -> Flags:
    count = len(tops(framework))
    wanted = framework.span("objectives", framework.rules.objectives)
    if not fits(count, unread.lost("objectives"), wanted):
        message = say(
            "the framework has {count}, and the preset `{preset}` asks for {wanted}",
            count=count_of(count, "objective"),
            preset=framework.preset,
            wanted=wanted.words(),
        )
        yield Flag(FRAMEWORK, "objectives", message, help=None if count else NONE_YET)
