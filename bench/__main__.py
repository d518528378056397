"""`python -m bench [NAME] [--share F] [--part PART] [--format json] [--write FILE]`."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from importlib import import_module
from pathlib import Path
from typing import cast

from bench.judge import PARTS

NAMES = ("audit", "check", "forecast", "increment", "judge", "kill", "measure", "peers", "scorecard", "signal", "start", "words")


def main() -> None:
    """Run one bench or all, print their figures as JSON, or write them as a page."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES, help="which bench; all where left out")
    parser.add_argument("--share", type=float, default=1.0, help="part of the full size to run; `judge` takes more than 1")
    parser.add_argument("--part", choices=PARTS, help="which part of `judge`; all where left out")
    parser.add_argument("--format", choices=["json"], default="json")
    parser.add_argument("--write", type=Path, help="write a Markdown page instead of printing")
    options = parser.parse_args()
    said = {"part": options.part} if options.part else {}
    all_figures = [
        import_module(f"bench.{name}").figures(options.share, **(said if name == "judge" else {}))
        for name in ([options.name] if options.name else NAMES)
    ]
    if options.write:
        options.write.write_text(page(all_figures), encoding="utf-8")
    else:
        print(json.dumps(all_figures[0] if options.name else all_figures))
    if options.name and "skipped" in all_figures[0]:
        print(all_figures[0]["skipped"], file=sys.stderr)
        sys.exit(2)


def page(all_figures: list[dict[str, object]]) -> str:
    """Write figures as a Markdown page of tables."""
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    parts = ["# Benchmarks\n\nWritten by `make bench`; compare figures within one table only. " + machine + ".\n"]
    for figures in all_figures:
        rows = cast("list[dict[str, object]]", figures["rows"])
        heads = list(dict.fromkeys(key for row in rows for key in row))
        rest = ", ".join(f"{key} {value}" for key, value in figures.items() if key not in {"bench", "rows", *(rows or [{}])[0]})
        module = import_module(f"bench.{figures['bench']}")
        parts.append(
            f"\n## {figures['bench']}\n\n{module.__doc__}\n({rest})\n\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n"
        )
        parts += [f"| {' | '.join(str(row.get(head, '')) for head in heads)} |\n" for row in rows]
    return "".join(parts)


if __name__ == "__main__":
    main()
