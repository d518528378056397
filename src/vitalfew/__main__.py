"""The program's entry: `vitalfew`, or `python -m vitalfew`."""

from __future__ import annotations

import os
import sys

# The program has no use for pydantic's plugins, and looking for them reads the metadata of every installed package.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main() -> None:
    """Run the command line and exit."""
    try:
        from vitalfew.cli.app import app  # noqa: PLC0415  # an interrupt while importing is as quiet as any
        from vitalfew.cli.stream import carry_any_text, wants_plain  # noqa: PLC0415  # as above

        carry_any_text()
        app(prog_name="vitalfew", color=False if wants_plain() else None)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
