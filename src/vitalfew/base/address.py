"""Addresses as they may be shown: without users, passwords and parameters."""

from __future__ import annotations

import re

_USER = re.compile(r"(?<=://)[^/@\s'\"]*@")
_PARAMETERS = re.compile(r"(://[^\s'\"?]*)\?[^\s'\"]*")


def shown_address(text: str) -> str:
    """Give an address, or a query with addresses in it, without users, passwords and parameters.

    >>> shown_address("postgres://ana:secret@db/sales?token=1")
    'postgres://…@db/sales?…'
    """
    return _PARAMETERS.sub(r"\1?…", _USER.sub("…@", text))
