"""Standard output and error: text that any console can carry, JSON on stdout alone, everything else on stderr.

What an old console's encoding cannot carry becomes its nearest plain character, so that shapes stay apart without colour.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import sys
from io import TextIOWrapper
from pathlib import Path

import click

# One plain character for each drawn one keeps columns straight.
PLAIN = {
    **dict(zip("●▲■○◆", "*^#o+", strict=True)),
    **dict(zip("▁▂▃▄▅▆▇█", "__..--==", strict=True)),
    **dict(zip("↑↓→↗↘✓✗·", "^v>/\\+x.", strict=True)),
    **dict(zip("─━│└├╰╭╮╯┃", "-=|'|''''|", strict=True)),
    **dict(zip("–—…×−", "--~x-", strict=True)),
    **dict(zip("€£¥", "EPY", strict=True)),
}


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(PLAIN.get(character, "?") for character in lost), error.end


def carry_any_text() -> None:
    """Let stdout and stderr replace what their encoding cannot carry, never fail on it."""
    codecs.register_error("vitalfew-plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() not in {"utf-8", "utf8"}:
            stream.reconfigure(errors="vitalfew-plain")


def wants_plain() -> bool:
    """Tell whether the user asked for no colour: `NO_COLOR`, or a terminal that knows none."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def quoted(path: Path) -> str:
    """Give a path as it is typed into a shell; double quotes are understood by all of them, Windows' included."""
    text = str(path)
    return text if re.fullmatch(r"[\w@%+=:,./\\~-]+", text) else f'"{text}"'


def write_json(value: object) -> None:
    """Write one JSON document to stdout; characters beyond ASCII as they are only where the stream is UTF-8."""
    wide = (getattr(sys.stdout, "encoding", None) or "").lower() in {"utf-8", "utf8"}
    click.echo(json.dumps(value, indent=2, ensure_ascii=not wide, allow_nan=False))


def note(text: str) -> None:
    """Tell the user something on stderr, so that stdout holds the result alone."""
    click.echo(text, err=True)
