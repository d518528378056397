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
        sys.meta_path.insert(0, _WithoutPandas())
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


class _WithoutPandas:
    """Keep pyarrow from importing pandas where it only asks whether a value is one of its: a third of `status`.

    Ibis, which measuring imports first, may have need of it for some databases.
    """

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:  # noqa: ARG004  # as importlib calls it
        """Say that there is no pandas as long as nobody has imported Ibis; leave all else to others."""
        if name == "pandas" and "ibis" not in sys.modules:
            raise ModuleNotFoundError(name=name)


if __name__ == "__main__":
    main()
