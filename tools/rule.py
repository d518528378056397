"""Lay out a new alignment rule: `make rule NAME=missing_owner FAMILY=OWN` writes module and page with the next free code."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

ROOM = Path(__file__).parents[1] / "src" / "vitalfew" / "rules"
FAMILIES = {
    "STR": "strategy", "ALN": "alignment", "BAL": "balance", "DEF": "definition", "TGT": "targets", "OWN": "ownership",
    "CAS": "cascade", "CAD": "cadence", "INI": "initiatives", "EVD": "evidence", "CHG": "strategy change", "DEL": "documents",
}  # fmt: skip
GUESSES = {
    "owner": "OWN", "target": "TGT", "baseline": "TGT", "threshold": "TGT", "objective": "STR", "perspective": "BAL",
    "cadence": "CAD", "review": "CAD", "level": "CAS", "initiative": "INI", "orphan": "ALN",
}  # fmt: skip

MODULE = '''"""What is wrong, in a few words."""

from __future__ import annotations

from vitalfew.model.framework import Framework
from vitalfew.rules.engine import Flags, rule


@rule(
    "{code}",
    severity="warning",
    requirements=("DEF-1",),
    help="what to do",
)
def check(framework: Framework) -> Flags:
    for kpi in framework.current_kpis:
        if kpi.name is None:
            yield kpi.ref, "name", f"KPI `{{kpi.id}}` has no name"
'''

PAGE = """# {slug} ({code})

Why it matters, in two sentences.
They stand one to a line.

It is a warning. Requirements: DEF-1.

## Flagged

```yaml
kpis:
  - id: churn  # expect: {code}
```

```text
framework.yaml:2:5: {code} {slug}: KPI `churn` has no name
  help: what to do
```

## Accepted

```yaml
kpis:
  - id: churn
    name: Churn
```
"""


def main(arguments: list[str]) -> int:
    """Write the two files; exit 2 where a name cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="what is wrong, as a module is named: missing_owner")
    parser.add_argument("family", nargs="?", choices=FAMILIES, help="the first letters of its code; guessed from the name else")
    chosen = parser.parse_args(arguments)
    name = chosen.name.replace("-", "_")
    module, page = ROOM / f"{name}.py", ROOM / f"{name}.md"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or module.exists() or page.exists():
        print(f"`{name}` is taken or no name of a module", file=sys.stderr)
        return 2
    code = next_code(chosen.family or guess(name), ROOM)
    words = {"code": code, "slug": name.replace("_", "-")}
    module.write_text(MODULE.format(**words), encoding="utf-8")
    page.write_text(PAGE.format(**words), encoding="utf-8")
    print(f"{code}: write {module.name} and {page.name}, then `pytest tests/rules`")
    return 0


def guess(name: str) -> str:
    """Guess the family from the words of a name; DEF where none says."""
    return next((GUESSES[word] for word in name.split("_") if word in GUESSES), "DEF")


def next_code(family: str, room: Path) -> str:
    """Give the first code after all that a family has; a code is never reused."""
    used = [int(number) for path in room.glob("*.py") for number in re.findall(rf'"{family}(\d{{3}})"', path.read_text("utf-8"))]
    return f"{family}{max(used, default=0) + 1:03}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
