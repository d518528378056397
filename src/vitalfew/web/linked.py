"""What is shown of texts that name things in backticks: commands lead to the page that does the same, all else is code.

Remedies are written once, for a shell as for a page; whoever reads one here has links and fields instead of commands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from vitalfew.base.said import say
from vitalfew.language.tongue import told

PLACES: Mapping[str, tuple[str, str]] = {
    "actions": ("/actions", "Actions"),
    "agree": ("/proposals", "Proposals"),
    "apply": ("/proposals", "Proposals"),
    "calibrate": ("/calibration", "Calibration"),
    "check": ("/audit", "Audit"),
    "escalations": ("/escalations", "Escalations"),
    "explain": ("/help", "Help"),
    "history": ("/history", "History"),
    "journal": ("/history", "History"),
    "measure": ("/data", "Data"),
    "people": ("/people", "People"),
    "plan": ("/proposals", "Proposals"),
    "proposals": ("/proposals", "Proposals"),
    "propose": ("/proposals", "Proposals"),
    "record": ("/me", "My page"),
    "review": ("/reviews", "Reviews"),
}
"""Which page does what a command does, and what the page is called."""
ONE: Mapping[str, str] = {"proposals": "proposal", "review": "review", "escalations": "escalation", "explain": "rule"}
"""Which page is about the one thing that a command names last."""
FIELDS: Mapping[str, str] = {
    "--waive": "Why what stands against it may stand",
    "--none-needed": "Why none is needed",
    "--for": "Period",
}
"""Which field of a form asks for what an option says."""
COMMAND = re.compile(r"vitalfew ([a-z]+)(?:.* ([a-z0-9-]*\d[a-z0-9-]*|[a-z]+-[a-z-]+))?")


def linked(text: object, path: str = "") -> Markup:
    """Give a text to show: what stands in backticks as code, as the link that does it, or as the field that asks for it.

    With a path, what stands in square brackets leads there.
    """
    parts = str(told(text)).split("`")
    shown = Markup("").join(_part(part) if place % 2 else escape(part) for place, part in enumerate(parts))
    link = Markup('<a href="{}">').format(path)
    return shown.replace("[", link, 1).replace("]", Markup("</a>"), 1) if path else shown


def _part(part: str) -> Markup:
    field = FIELDS.get(part.partition(" ")[0])
    if field:
        return Markup("“{}”").format(told(say(field)))  # quotation marks as people write them
    found = COMMAND.match(part)
    if found is None or found[1] not in PLACES:
        return Markup("<code>{}</code>").format(part)
    path, name = PLACES[found[1]]
    if found[2] and found[1] in ONE:
        path = f"/{ONE[found[1]]}/{found[2]}"
    return Markup('<a href="{}">{}</a>').format(path, told(say(name)))
