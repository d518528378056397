"""People who report to one another in a circle."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import cycles
from vitalfew.rules.engine import Flags, rule


@rule(
    "OWN016",
    severity="error",
    requirements=("DEF-5", "RHY-9"),
    help="let `manager` of one of them name someone above, or leave it out",
)
def check(framework: Framework) -> Flags:
    edges = {person.id: [person.manager] for person in framework.people if person.manager}
    for walk in cycles(edges):
        names = " → ".join(f"`{id_}`" for id_ in walk)
        yield framework.index[Ref("person", walk[0])].ref, "manager", say("the reporting line leads round: {names}", names=names)
