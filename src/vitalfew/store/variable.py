"""The settings by which a team shares a store; what needs no database looks here, and loads none."""

from __future__ import annotations

import os
from collections.abc import Mapping

URL_VARIABLE, NAME_VARIABLE = "VITALFEW_DATABASE_URL", "VITALFEW_WORKSPACE"


def is_shared(environ: Mapping[str, str] = os.environ) -> bool:
    """Tell whether a server keeps decisions and observations, and not the folder."""
    return bool(environ.get(URL_VARIABLE))
