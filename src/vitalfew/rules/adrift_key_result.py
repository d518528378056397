"""A key result that belongs to no objective or to no cycle."""

from __future__ import annotations

from vitalfew.base.said import say, several
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "STR022",
    severity="warning",
    requirements=("STR-10",),
    help="name under `objective` what it is to show, and under `cycle` the stretch of time in which",
)
def check(framework: Framework, unread: Unread) -> Flags:
    for result in framework.key_results:
        absent = (field for field in ("objective", "cycle") if getattr(result, field) is None)
        missing = [field for field in absent if not unread.any(result.ref, field)]
        if missing:
            yield (
                result.ref,
                missing[0],
                say(
                    "key result `{result}` names no {names}", result=result.id, names=several(map(word, missing), say(" and no "))
                ),
            )
