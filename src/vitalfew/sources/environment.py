"""Environment variables in the text of a source, and nowhere else; a value is never shown."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from vitalfew.sources.fault import Fault

_NAME = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def expand(text: str, *, field: str, environment: Mapping[str, str] | None = None) -> str | Fault:
    """Put the values of `${NAME}` into a text, or say which name has none."""
    known = os.environ if environment is None else environment
    unset = [name for name in dict.fromkeys(_NAME.findall(text)) if name not in known]
    if unset:
        names = ", ".join(f"`{name}`" for name in unset)
        many = len(unset) > 1
        return Fault(
            "unset-variable",
            f"the environment variable{'s' if many else ''} {names} {'are' if many else 'is'} not set",
            field=field,
        )
    return _NAME.sub(lambda found: known[found[1]], text)
