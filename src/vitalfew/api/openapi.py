"""The OpenAPI document, written from the routes themselves: every path, parameter, body and status there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pydantic.json_schema import models_json_schema

from vitalfew import __version__
from vitalfew.api.cut import LONGEST as CURSOR
from vitalfew.api.cut import MOST, USUAL
from vitalfew.api.problem import MEDIA
from vitalfew.api.route import Read, Route, Write
from vitalfew.api.sent import JSON, WIDEST

BASE = "/api/v1"
ABOUT = (
    "Everything that the pages show, and the steps people take, in the JSON of the command line. Days are ISO 8601, a `ref` is "
    "`kind:id`, a number that does not exist is null with a reason. Failures are problems (RFC 9457)."
)
STATUSES = {
    304: "What the one who asks has already, by `If-None-Match`",
    400: "The body is no JSON",
    401: "Nobody is signed in",
    403: "It is for others: by roles, or because figures are private",
    404: "There is no such thing",
    409: "Somebody else was first: `version` is not the present one",
    412: "Somebody else was first: `If-Match` is not the present tag",
    413: "The body is too long",
    415: "The body is not said to be JSON",
    422: "It is not as it should be, or the rules of the house do not let it through",
    429: "Too many tokens that open nothing came from there; `Retry-After` says how many seconds to wait",
    503: "The store cannot be reached",
}
READS, WRITES = (304, 401, 403, 404, 422, 429, 503), (400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503)
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "help": {"type": "string", "description": "What to do"},
        "errors": {
            "type": "array",
            "items": {"type": "object", "properties": {"field": {"type": "string"}, "detail": {"type": "string"}}},
        },
    },
}


def document(routes: Sequence[Route]) -> dict[str, Any]:
    """Give the OpenAPI 3.1 document of some routes."""
    bodies = sorted({each.body for each in routes if isinstance(each, Write)}, key=lambda body: body.__name__)
    _, schemas = models_json_schema([(body, "validation") for body in bodies], ref_template="#/components/schemas/{model}")
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})["get" if isinstance(route, Read) else "post"] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Vitalfew", "version": __version__, "description": ABOUT},
        "paths": paths,
        "components": {
            "schemas": {**schemas["$defs"], "Problem": PROBLEM},
            "responses": {str(status): _response(status, text) for status, text in STATUSES.items()},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "vitalfew"},
            },
        },
        "security": [{"token": []}, {"session": []}, {}],
    }


def _operation(route: Route) -> dict[str, Any]:
    statuses = READS if isinstance(route, Read) else WRITES
    good = "200" if isinstance(route, Read) else str(route.status)
    answers = {good: _good(route), **{str(each): {"$ref": f"#/components/responses/{each}"} for each in statuses}}
    name = re.sub(r"\W+", "-", route.path).strip("-")
    said: dict[str, Any] = {
        "operationId": f"{'read' if isinstance(route, Read) else 'take'}-{name}",
        "summary": route.title,
        "tags": [route.path.split("/")[1]],
        "parameters": [*_parameters(route)],
        "responses": answers,
    }
    if isinstance(route, Write):
        schema = {"$ref": f"#/components/schemas/{route.body.__name__}"}
        said["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    return said


def _good(route: Route) -> dict[str, Any]:
    properties: dict[str, Any] = {"version": {"const": 1}, **{part: {} for part in route.parts}}
    if isinstance(route, Read) and route.listed:
        properties |= {route.listed: {"type": "array", "items": {"type": "object"}}, "next": {"type": ["string", "null"]}}
    schema = {"type": "object", "required": [*properties], "properties": properties}
    headers = {"ETag": {"schema": {"type": "string"}}} if isinstance(route, Read) else {}
    return {"description": route.title, "headers": headers, "content": {JSON: {"schema": schema}}}


def _parameters(route: Route) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", route.path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1, "maxLength": WIDEST}}
    if isinstance(route, Write):
        key = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
        yield _header("Idempotency-Key", "A key of one's own: with the same one the step is taken once, for a day", key)
        yield from [_header("If-Match", "The tag of what was read: 412 where it moved since")] if route.is_versioned else ()
        return
    yield _header("If-None-Match", "The tag of what one has: 304 where it is the same still")
    for name, about, choices in route.query:
        kind = {"enum": [*choices]} if choices else {"minLength": 1, "maxLength": WIDEST}
        yield _query(name, about, {"type": "string", **kind})
    if route.listed:
        yield _query("limit", "How many items", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL})
        yield _query("cursor", "`next` of the page before", {"type": "string", "maxLength": CURSOR})


def _query(name: str, about: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": about, "schema": schema}


def _header(name: str, about: str, schema: Mapping[str, object] = MappingProxyType({"type": "string"})) -> dict[str, Any]:
    return {"name": name, "in": "header", "description": about, "schema": dict(schema)}


def _response(status: int, text: str) -> dict[str, Any]:
    if status == 304:
        return {"description": text}
    return {"description": text, "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
