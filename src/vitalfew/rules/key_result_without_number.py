"""A key result that does not say from where to where."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rules.count import names
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


@rule(
    "STR021",
    severity="warning",
    requirements=("STR-10",),
    help="write `from`, where the KPI stands when the cycle begins, and `to`, where it is to stand at the end",
    after=("STR020",),
)
def check(framework: Framework, unread: Unread) -> Flags:
    for result in framework.key_results:
        missing = [field for field, value in (("from", result.from_), ("to", result.to)) if value is None]
        missing = [field for field in missing if not unread.any(result.ref, field)]
        if result.kpi and missing:
            yield (
                result.ref,
                missing[-1],
                say("key result `{result}` gives no number under {names}", result=result.id, names=names(missing)),
            )
        elif result.from_ is not None and result.from_ == result.to:
            yield result.ref, "to", say("key result `{result}` ends where it begins, at {to:g}", result=result.id, to=result.to)
