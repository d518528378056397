"""`python -m bench [NAME] [--share F] [--part PART] [--format json]`."""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module

from bench.judge import PARTS

NAMES = (
    "against",
    "ahead",
    "audit",
    "check",
    "contract",
    "crash",
    "draft",
    "effects",
    "fit",
    "forecast",
    "granger",
    "increment",
    "insight",
    "judge",
    "kill",
    "links",
    "load",
    "measure",
    "missed",
    "office",
    "papers",
    "peers",
    "publish",
    "scorecard",
    "signal",
    "start",
    "store",
    "tensions",
    "text",
    "web",
    "words",
    "year",
)


def main() -> None:
    """Run one bench or all and print their figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES, help="which bench; all where left out")
    parser.add_argument("--share", type=float, default=1.0, help="part of the full size to run; `judge` takes more than 1")
    parser.add_argument("--part", choices=PARTS, help="which part of `judge`; all where left out")
    parser.add_argument("--format", choices=["json"], default="json")
    pages = "of `year`, `text`, `fit` and `papers`: write their page in docs/ instead"
    parser.add_argument("--report", action="store_true", help=pages)
    options = parser.parse_args()
    if options.report:
        import_module(f"bench.{options.name or 'year'}").write_page()
        return
    said = {"part": options.part} if options.part else {}
    all_figures = [
        import_module(f"bench.{name}").figures(options.share, **(said if name == "judge" else {}))
        for name in ([options.name] if options.name else NAMES)
    ]
    print(json.dumps(all_figures[0] if options.name else all_figures))
    if options.name and "skipped" in all_figures[0]:
        print(all_figures[0]["skipped"], file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
