"""A colour of documents that cannot be read on paper."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.publishing import contrast
from vitalfew.rules.engine import Flags, rule

LEAST = (("colour", 4.5), ("accent", 3.0))
"""WCAG 2.2: 1.4.3 for texts, 1.4.11 for what is drawn."""


@rule(
    "DEL001",
    severity="warning",
    requirements=("DEL-1",),
    help="choose a darker shade of it; what people with weak eyes cannot read is lost in print too",
)
def check(framework: Framework) -> Flags:
    for field, least in LEAST:
        colour = getattr(framework.publishing, field)
        found = contrast(colour)
        if found < least:
            message = say(
                "`{field}` is `{colour}`, whose contrast with white paper is {found:.1f}, below {least:g}",
                field=field,
                colour=colour,
                found=found,
                least=least,
            )
            yield Ref("publishing", "main"), field, message
