"""What was sent, understood or refused: paths, parameters, bodies, and the headers that a step goes by."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request

from vitalfew.api.problem import Fault, Problem
from vitalfew.api.route import Read, Route, Write

WIDEST = 200
"""How long a part of a path or a parameter may be."""
PAGED = ("limit", "cursor")
JSON = "application/json"
_TAG = re.compile(r'"(?:(\d{1,9})\.)?[0-9a-f]{24}"')
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def path_of(request: Request) -> Mapping[str, str]:
    """Give the parts of the path; raises Problem where one of them can be nothing's name."""
    parts: dict[str, str] = dict(request.path_params)
    for name, value in parts.items():
        if len(value) > WIDEST or not value.isprintable():
            raise Problem(404, f"there is nothing with such a `{name}`", "take ids from the lists")
    return parts


def query_of(request: Request, route: Route) -> Mapping[str, str]:
    """Give the parameters; raises Problem where one is not known, comes twice, or is not of its choices."""
    known = {each.name: each.choices for each in route.query} if isinstance(route, Read) else {}
    known |= dict.fromkeys(PAGED, ()) if isinstance(route, Read) and route.listed else {}
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known or name in found:
            raise Problem(422, f"`{name[:40]}` cannot be asked for here", f"known, once each: {', '.join(known) or 'nothing'}")
        if known[name] and value not in known[name]:
            raise Problem(422, f"`{name}` cannot be `{value[:40]}`", f"one of {', '.join(known[name])}")
        if name not in PAGED and not (0 < len(value) <= WIDEST and value.isprintable()):
            raise Problem(422, f"`{name}` is empty, too long or not text", f"give 1 to {WIDEST} characters")
        found[name] = value
    return found


async def read_body(request: Request, longest: int) -> bytes:
    """Read a JSON body that is not too long; raises Problem."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise Problem(415, "the body is not said to be JSON", f"send it with `Content-Type: {JSON}`")
    found = bytearray()
    try:
        async for part in request.stream():
            found += part
            if len(found) > longest:
                raise Problem(413, "the body is too long", f"send {longest:,} bytes at most")
    except ClientDisconnect:
        raise Problem(400, "the body broke off", "send it again") from None
    return bytes(found)


def understood(model: type[BaseModel], sent: bytes) -> BaseModel:
    """Read a body by its model; raises Problem that names each field which is not as it should be."""
    try:
        return model.model_validate_json(sent)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
    if found[0]["type"] == "json_invalid":
        raise Problem(400, f"the body is no JSON ({found[0]['msg']})", "send one JSON object")
    faults = [Fault(".".join(map(str, each["loc"])), each["msg"]) for each in found[:20]]
    raise Problem(422, "the body is not as it should be", "see `errors` and the schema in openapi.json", faults)


def key_of(request: Request) -> str | None:
    """Give the key that keeps a step from being taken twice; raises Problem where it is none."""
    key = request.headers.get("idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        raise Problem(422, "the `Idempotency-Key` is empty, too long or not plain", "send 1 to 255 visible ASCII characters")
    return key


def seen_of(request: Request, route: Write) -> int | None:
    """Give the version that a step is held to by `If-Match`; raises Problem where it can be held to none."""
    tag = request.headers.get("if-match", "").strip()
    if not tag or tag == "*":
        return None
    found = _TAG.fullmatch(tag)
    if not (route.is_versioned and found and found[1]):
        raise Problem(412, "`If-Match` is no tag of what this step is about", "send the ETag that it was read with, or `*`")
    return int(found[1])
