"""What the server says on stderr: a line for each request, as JSON or as text, and nothing about whoever sent it.

A line names the page by its template, so that no id, query or token of an address is in it. Of an error it tells where it
happened and of which class it is, not its words: they may be what somebody typed.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from logging import LogRecord
from typing import Literal, NamedTuple

Kind = Literal["json", "text", "off"]
LOGGER = logging.getLogger("vitalfew.web")
QUIET = frozenset({"/static", "/healthz", "/readyz", "/metrics"})
"""Pages that text leaves out where all went well."""


class Answered(NamedTuple):
    """A request that was answered: what for, with which status, in how many milliseconds, and the name of the request."""

    method: str
    page: str
    status: int
    ms: float
    id: str


def note(answered: Answered, error: BaseException | None) -> None:
    """Say that a request was answered; `error` is what stood in the way, where nobody had foreseen it."""
    level = logging.ERROR if answered.status >= 500 else logging.INFO
    if LOGGER.isEnabledFor(level):
        LOGGER.log(level, "request", extra={"answered": answered}, exc_info=error)


def begin(kind: Kind) -> None:
    """Let this process say what it does from now on, on stderr; of what its libraries say, what is a warning."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if kind == "json" else Text())
    handler.addFilter(_is_said if kind == "text" else lambda _: True)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOGGER.setLevel(logging.ERROR if kind == "off" else logging.INFO)


def _is_said(record: LogRecord) -> bool:
    answered: Answered | None = getattr(record, "answered", None)
    return answered is None or answered.status >= 500 or answered.page not in QUIET


class Json(logging.Formatter):
    """One object a line."""

    def format(self, record: LogRecord) -> str:
        """Give the line of a record."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said: dict[str, object] = {"time": at, "level": record.levelname.lower(), "process": record.process}
        return json.dumps({**said, **_about(record), **_error(record)}, ensure_ascii=False)


class Text(logging.Formatter):
    """One short line, and where an error happened below it."""

    def format(self, record: LogRecord) -> str:
        """Give the lines of a record."""
        at = datetime.fromtimestamp(record.created).astimezone()
        about, error = _about(record), _error(record)
        what = "{status} {method} {page} {ms:.0f} ms".format_map(about) if "page" in about else f"{about['message']}"
        name = f" · {about['id']}" if error and "id" in about else ""
        return "\n".join([f"{at:%H:%M:%S} {what}{name}", *_lines(error)])


def _about(record: LogRecord) -> dict[str, object]:
    answered: Answered | None = getattr(record, "answered", None)
    return answered._asdict() if answered else {"message": record.getMessage(), "logger": record.name}


def _error(record: LogRecord) -> dict[str, object]:
    """Say of which class an error is and where it happened, and the same of what led to it."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return {}
    kind = type(error)
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    before = error.__cause__ or error.__context__
    causes = {"because": f"{type(before).__module__}.{type(before).__qualname__}"} if before else {}
    return {"error": f"{kind.__module__}.{kind.__qualname__}", **causes, "traceback": frames}


def _lines(error: Mapping[str, object]) -> list[str]:
    frames = error.get("traceback", [])
    assert isinstance(frames, list)  # noqa: S101  # made above
    return [f"  {error['error']}", *(f"  {frame}" for frame in frames)] if error else []
