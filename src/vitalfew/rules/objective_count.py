"""More or fewer objectives than the preset asks for."""

from __future__ import annotations

from vitalfew.base.ref import FRAMEWORK
from vitalfew.model.framework import Framework
from vitalfew.rules.count import fits, number, tops
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule("BAL003", severity="warning", requirements=("STR-3",), help="merge, drop or add objectives until they are few and say all")
def check(framework: Framework, unread: Unread) -> Flags:
    count = len(tops(framework))
    wanted = framework.span("objectives", framework.rules.objectives)
    if not fits(count, unread.lost("objectives"), wanted):
        yield (
            FRAMEWORK,
            "objectives",
            f"the framework has {number(count, 'objective')}, and the preset `{framework.preset}` asks for {wanted}",
        )
