"""The program's entry: `vitalfew`, or `python -m vitalfew`."""

from __future__ import annotations

import gc
import os
import sys
from types import ModuleType

ALLOCATIONS = 1_000_000
"""How many new objects wait for the garbage collector: a command that starts and ends makes few, and next to no garbage."""


def main() -> None:
    """Run the command line and exit."""
    try:
        gc.set_threshold(ALLOCATIONS)
        _without_plugins()
        from vitalfew.cli.app import app  # noqa: PLC0415  # an interrupt while importing is as quiet as any
        from vitalfew.cli.stream import carry_any_text, wants_plain  # noqa: PLC0415  # as above

        carry_any_text()
        app(prog_name="vitalfew", color=False if wants_plain() else None)
    except KeyboardInterrupt:
        sys.exit(130)


def _without_plugins() -> None:
    """Keep pydantic from looking for plugins, which the program has no use for.

    Its switch for that still imports what reads the metadata of installed packages: mail, sockets, archives, a tenth of a
    start. So its loader is one that finds none; should pydantic move it, only that time is lost.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    loader = ModuleType("pydantic.plugin._loader")
    loader.__dict__["get_plugins"] = tuple
    sys.modules.setdefault(loader.__name__, loader)


if __name__ == "__main__":
    main()
