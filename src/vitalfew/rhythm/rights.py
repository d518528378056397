"""What each role may do, where; which step of which kind takes what. These tables are all there is to it.

Roles are given for the whole workspace or for an organisation unit and those below it. They say who may act; who may see a
figure is a matter of the KPI's visibility, whatever the role.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.store.accounts import Grant

Capability = Literal["see", "take part", "enter", "lead", "propose", "agree", "merge", "change", "publish", "administer"]
EVERY: frozenset[Capability] = frozenset(get_args(Capability))
SAID: Mapping[Capability, str] = {
    "see": say("see this"),
    "take part": say("answer, comment or promise here"),
    "enter": say("enter values here"),
    "lead": say("lead reviews or decide here"),
    "propose": say("propose changes"),
    "agree": say("agree to changes"),
    "merge": say("make a proposal live"),
    "change": say("change the framework without a proposal"),
    "publish": say("publish documents to others"),
    "administer": say("say who signs in and with which roles"),
}
"""How a refusal says what was asked for."""
ROLES: Mapping[str, frozenset[Capability]] = {
    "viewer": frozenset({"see"}),
    "contributor": frozenset({"see", "take part", "enter"}),
    "owner": frozenset({"see", "take part", "enter", "lead", "propose", "agree"}),
    "editor": frozenset({"see", "take part", "enter", "propose", "merge", "change", "publish"}),
    "approver": frozenset({"see", "take part", "agree", "merge", "publish"}),
    "administrator": EVERY,
}
ADMINISTRATOR = "administrator"
STEPS: Mapping[str, Capability | Mapping[str, Capability]] = {
    "absence": "take part",
    "action": "take part",
    "agreement": "agree",
    "approval": "agree",
    "calibration": "lead",
    "comment": "take part",
    "commentary": "take part",
    "decision": "lead",
    "digest": "take part",
    "draft": "propose",
    "edition": "publish",
    "escalation": "take part",
    "feed": "see",
    "lesson": "lead",
    "note": "take part",
    "phantom": "take part",
    "proposal": {
        **dict.fromkeys(("propose", "update", "withdraw"), "propose"),
        **dict.fromkeys(("ask", "pass", "remind"), "take part"),  # what follows of a proposal and of an approval
        "merge": "merge",
        "": "agree",
    },
    "recall": "take part",
    "restatement": "enter",
    "review": "lead",
    "watch": "take part",
}
"""What a step takes, by kind of matter; by verb too where steps differ, the empty one being all others."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do: the roles they were given, and a limit that a token sets to them."""

    grants: tuple[Grant, ...] = ()
    limit: frozenset[Capability] = EVERY

    def may(self, framework: Framework, what: Capability, unit: str | None = None) -> bool:
        """Tell whether something may be done in an organisation unit; without one it takes a role in the whole workspace."""
        if what not in self.limit:
            return False
        above = {"", *_up(framework, unit)}
        return any(what in ROLES.get(each.role, ()) and each.unit in above for each in self.grants)

    def anywhere(self, what: Capability) -> bool:
        """Tell whether something may be done in any unit."""
        return what in self.limit and any(what in ROLES.get(each.role, ()) for each in self.grants)

    @property
    def is_acting(self) -> bool:
        """Tell whether anything but seeing may be done anywhere."""
        return any(self.anywhere(what) for what in EVERY - {"see"})

    def seeing_alone(self) -> Rights:
        """Give the same rights for looking only."""
        return Rights(self.grants, frozenset({"see"}))


EVERYTHING = Rights((Grant(ADMINISTRATOR),))
"""For the clock, and for whoever works on the files and the database themselves."""


def needed(kind: str, verb: str) -> Capability:
    """Say what a step takes; a kind that is not in the table is for administrators."""
    found = STEPS.get(kind, "administer")
    return found if isinstance(found, str) else found.get(verb, found[""])


def roles_with(what: Capability) -> list[str]:
    """Name the roles that let somebody do something."""
    return [role for role, each in ROLES.items() if what in each]


def unit_of(framework: Framework, ref: Ref) -> str | None:
    """Give the organisation unit that a noun belongs to; None where it belongs to none."""
    if ref.kind == "org_unit":
        return ref.id
    found = getattr(framework.index.get(ref), "org_unit", None)
    return found if isinstance(found, str) else None


def _up(framework: Framework, unit: str | None) -> Iterator[str]:
    seen: set[str] = set()
    while unit in framework.org_unit and unit not in seen:
        seen.add(unit)
        yield unit
        unit = framework.org_unit[unit].parent
