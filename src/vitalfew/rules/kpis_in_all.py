"""More or fewer KPIs in all than the preset asks for."""

from __future__ import annotations

from vitalfew.base.ref import FRAMEWORK
from vitalfew.base.said import say
from vitalfew.base.word import count_of
from vitalfew.model.framework import Framework
from vitalfew.rules.count import fits
from vitalfew.rules.engine import Flag, Flags, rule
from vitalfew.rules.unread import Unread

FEW = say("add the KPIs of the departments that have none, or say under `policy` that fewer are enough: `in-all: {min: 10}`")


@rule("BAL005", severity="warning", requirements=("CAS-2", "AUD-9"), help="retire what nobody acts on")
def check(framework: Framework, unread: Unread) -> Flags:
    count = len(framework.current_kpis)
    wanted = framework.span("in-all", framework.rules.in_all)
    if not fits(count, unread.lost("kpis"), wanted):
        few = wanted.min is not None and count < wanted.min
        message = say(
            "the framework has {count}, and the preset `{preset}` asks for {wanted} in all",
            count=count_of(count, "KPI"),
            preset=framework.preset,
            wanted=wanted.words(),
        )
        yield Flag(FRAMEWORK, "kpis", message, FEW if few else None, "info" if few else None)
