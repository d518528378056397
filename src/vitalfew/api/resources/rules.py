"""Every kind of finding there is, and its page: why it matters, what is flagged, what is accepted."""

from __future__ import annotations

from vitalfew.api.route import Answer, Ask, Read
from vitalfew.base.errors import UnknownName
from vitalfew.base.finding import Smell
from vitalfew.base.page import page
from vitalfew.workspace import smells


def _list(_: Ask) -> Answer:
    return {"rules": [_plain(each) for each in smells()]}


def _one(ask: Ask) -> Answer:
    known = {name: each for each in smells() for name in (each.code, each.slug)}
    found = known.get(ask.path["code"])
    if found is None:
        raise UnknownName("rule", ask.path["code"], known)
    return {"rule": _plain(found), "page": page(found)}


def _plain(smell: Smell) -> dict[str, object]:
    said = {"code": smell.code, "slug": smell.slug, "severity": smell.severity, "help": smell.help}
    return {**said, "requirements": list(smell.requirements)}


ROUTES = (
    Read("/rules", "What is looked for", _list, ("rules",), listed="rules", key="code"),
    Read("/rules/{code}", "One rule by code or slug, and its page as Markdown", _one, ("rule", "page")),
)
