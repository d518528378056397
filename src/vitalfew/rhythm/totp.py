"""The second factor: six digits that a telephone and we derive from a shared key and the time (RFC 6238, over RFC 4226)."""

from __future__ import annotations

import hmac
from base64 import b32decode, b32encode
from datetime import datetime
from hashlib import sha1
from secrets import token_bytes
from urllib.parse import quote

STEP = 30
"""Seconds that a code is for."""
DIGITS = 6
LATE = 1
"""Steps that a clock may be off, either way."""


def new_key() -> str:
    """Give a key of 160 bits, as people type it."""
    return b32encode(token_bytes(20)).decode()


def code(key: str, step: int, *, digits: int = DIGITS) -> str:
    """Give the code of a step since 1970 (RFC 4226, 5.3)."""
    digest = hmac.new(b32decode(key), step.to_bytes(8, "big"), sha1).digest()
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def step_at(at: datetime) -> int:
    """Give the step of a moment."""
    return int(at.timestamp()) // STEP


def step_of(key: str, given: str, at: datetime) -> int | None:
    """Give the step that a code is for, in the minute and a half around a moment; None where it is for none."""
    plain = "".join(given.split())
    steps = range(step_at(at) - LATE, step_at(at) + LATE + 1)
    fitting = [step for step in steps if hmac.compare_digest(code(key, step).encode(), plain.encode("utf-8", "replace"))]
    return max(fitting, default=None)


def address(key: str, login: str, organisation: str) -> str:
    """Give the address that a program for codes reads the key from."""
    return f"otpauth://totp/{quote(f'{organisation}:{login}', safe='')}?secret={key}&issuer={quote(organisation, safe='')}"
