"""Bytes into text: size, encoding, and characters that no YAML file may hold."""

from __future__ import annotations

import re

from vitalfew.base.finding import Finding, Smell, Span
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.load.smells import OVERSIZED_FILE, UNREADABLE_FILE

MOST_BYTES = 5_000_000
_OTHERS = ((b"\xff\xfe\0\0", "UTF-32"), (b"\0\0\xfe\xff", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
_REFUSED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What YAML takes for the end of a line."""


def decode(content: bytes, file: str) -> str | Finding:
    """Give the text of a file, or the one fault that keeps it from being text."""
    if len(content) > MOST_BYTES:
        return too_large(file, len(content))
    for mark, name in _OTHERS:
        if content.startswith(mark):
            return _flag(UNREADABLE_FILE, file, say("the file is in {name}", name=name), Span(file, 1, 1))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        message = say("the byte {byte} is no part of UTF-8 text", byte=f"{content[error.start]:#04x}")
        return _flag(UNREADABLE_FILE, file, message, _place(file, before))
    if found := _REFUSED.search(text):
        message = say("the control character U+{code} stands in the text", code=f"{ord(found[0]):04X}")
        return _flag(UNREADABLE_FILE, file, message, _place(file, text[: found.start()]), say("remove the character"))
    return text


def too_large(file: str, size: int) -> Finding:
    """Flag a file that is not read because of its size."""
    message = say("the file has {size:,} bytes, more than {most:,}", size=size, most=MOST_BYTES)
    return _flag(OVERSIZED_FILE, file, message, Span(file, 1, 1))


def _place(file: str, before: str) -> Span:
    lines = BREAK.split(before)
    return Span(file, len(lines), len(lines[-1]) + 1)


def _flag(smell: Smell, file: str, message: str, place: Span, help: str | None = None) -> Finding:
    return smell.at(Ref("file", file), message, place=place, help=help)
