"""Run the long proofs, keep their figures under docs/evidence, and tell which are older than the code that they are about.

`prove [NAME …]` runs all or some; each needs the code that it is about committed, so that its figures stand beside one commit.
`page` writes docs/benchmarks.md from the figures, `page --check` fails where it is something else; `age` and `covers` only tell.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from proofs import PROOFS, Proof

ROOT = Path(__file__).parents[1]
EVIDENCE = ROOT / "docs" / "evidence"
PAGE = ROOT / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

What the long proofs give, each with the commit that it was run on and the machine; compare figures within one table only.
`make prove` runs them all, `make prove NAME=kill` one, and writes this page from [docs/evidence](evidence/).
`make help` tells which are older than the code that they are about.
"""
Figures = dict[str, Any]


def main() -> int:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["prove", "page", "age", "covers"])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(PROOFS)}; all where left out")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in PROOFS]
    if unknown:
        parser.error(f"`{unknown[0]}` is no proof; there are {', '.join(PROOFS)}")
    if asked.what in {"age", "covers"}:
        print("\n".join(ages() if asked.what == "age" else covers()))
        return 0
    if asked.what == "page" and asked.check:
        return int(PAGE.read_text(encoding="utf-8") != page())
    failed = [name for name in asked.names or PROOFS if asked.what == "prove" and not prove(name, PROOFS[name])]
    PAGE.write_text(page(), encoding="utf-8")
    return int(bool(failed))


def prove(name: str, proof: Proof) -> bool:
    """Run a proof and keep its figures; tell whether there are any."""
    changed = _git("status", "--porcelain", "--", *proof.covers)
    commit = _git("log", "-1", "--format=%H")
    if changed or not commit:
        print(
            f"{name}: not run, {'commit what it is about first' if changed else 'for this is no git checkout'}", file=sys.stderr
        )
        return False
    beside, day, start = os.getloadavg()[0], datetime.now(UTC).date(), time.perf_counter()
    figures = _bench(proof) if proof.bench else _tests(proof)
    if figures is None or "skipped" in figures:
        print(f"{name}: failed, {(figures or {}).get('skipped', 'see above')}", file=sys.stderr)
        return False
    said = {
        "proof": name,
        "command": " ".join([*(f"{key}={value}" for key, value in proof.settings), "python", proof.command]),
        "commit": commit.strip(),
        "date": day.isoformat(),
        "machine": machine(),
        "load_before": round(beside, 1),
        "took_s": round(time.perf_counter() - start),
        "figures": figures,
    }
    EVIDENCE.mkdir(exist_ok=True)
    (EVIDENCE / f"{name}.json").write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{name}: kept, took {said['took_s']} s", flush=True)
    return True


def machine() -> str:
    """Give the shape of this machine in general words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )


def _run(proof: Proof, *more: str, output: int | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *proof.command.split(), *more]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **dict(proof.settings)}, text=True, stdout=output, check=False)


def _bench(proof: Proof) -> Figures | None:
    done = _run(proof, output=subprocess.PIPE)
    found: Figures | None = json.loads(done.stdout) if done.stdout else None
    return found


def _tests(proof: Proof) -> Figures | None:
    """Count what pytest says of its run; none where a test fails."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        done = _run(proof, "-q", "-p", "no:cacheprovider", f"--junitxml={report}")
        if done.returncode:
            return None
        suite = ET.parse(report).getroot().find("testsuite")  # noqa: S314  # written a line above
    if suite is None:
        return None
    counts = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
    return {"rows": [{**counts, "passed": counts["tests"] - sum(list(counts.values())[1:])}]}


def kept() -> dict[str, Figures]:
    """Give the evidence there is, in the order of the proofs."""
    files = {name: EVIDENCE / f"{name}.json" for name in PROOFS}
    return {name: json.loads(file.read_text(encoding="utf-8")) for name, file in files.items() if file.is_file()}


def ages() -> Iterator[str]:
    """Say of each proof how old its evidence is, beside the code that it is about."""
    evidence, is_git = kept(), _git("rev-parse", "HEAD") is not None
    yield (
        "evidence (docs/evidence, by make prove NAME=...):" if is_git else "without git nobody can tell how old the evidence is:"
    )
    for name, proof in PROOFS.items():
        said = evidence.get(name)
        yield f"  {name:<10} {'not run yet' if said is None else said['date'] + ', ' + _age(proof, said['commit'])}"


def covers() -> Iterator[str]:
    """Name each proof beside each folder or file that it is about."""
    for name, proof in PROOFS.items():
        yield from (f"{name} {path}" for path in proof.covers)


def _age(proof: Proof, commit: str) -> str:
    since = _git("log", "--format=%h", f"{commit}..HEAD", "--", *proof.covers)
    if since is None:
        return f"of commit {commit[:7]}, which is not known here"
    count = len(since.split())
    return "up to date" if not count else f"older than the code it covers: {count} {'commit' if count == 1 else 'commits'} since"


def _git(*words: str) -> str | None:
    """Give what git says; None where it does not know."""
    try:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def page() -> str:
    """Write the figures as a page of tables."""
    parts, told = [HEAD], set()
    for name, said in kept().items():
        title = PROOFS[name].bench or name
        if title not in told:
            parts.append(f"\n## {title}\n\n{_about(PROOFS[name])}\n")
        told.add(title)
        parts.append(_section(name, said))
    return "".join(parts)


def _about(proof: Proof) -> str:
    if not proof.bench:
        return proof.about
    return ast.get_docstring(ast.parse((ROOT / "bench" / f"{proof.bench}.py").read_text(encoding="utf-8"))) or ""


def _section(name: str, said: Figures) -> str:
    figures: Figures = said["figures"]
    rows: list[Figures] = figures["rows"]
    heads = _heads(rows)
    more = {key: value for key, value in figures.items() if key != "rows" and _is_table(value)}
    rest = [f"{key} {_said(value)}" for key, value in figures.items() if key not in {"bench", "rows", *heads, *more}]
    run = f"`make prove NAME={name}`, {said['date']}, commit {said['commit'][:7]}, {said['machine']}"
    told = "; ".join([run, f"load before {said['load_before']}", *rest])
    return f"\n({told})\n\n{_table(heads, rows)}" + "".join(
        f"\n`{key}`\n\n{_table(_heads(each), each)}" for key, each in more.items()
    )


def _heads(rows: list[Figures]) -> list[str]:
    return list(dict.fromkeys(key for row in rows for key in row))


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _said(value: object) -> str:
    """Word a figure: a share with its interval, counts by name, anything else as it is."""
    if not isinstance(value, dict):
        return str(value)
    if {"hits", "of", "share", "low", "high"} <= value.keys():
        percent = f"{value['share']:.1%} ({value['low']:.1%} to {value['high']:.1%})"
        return f"{value['hits']:,} of {value['of']:,}: {percent}"
    return ", ".join(f"{key} {_said(each)}" for key, each in value.items()) or "none"


def _table(heads: list[str], rows: Iterable[Figures]) -> str:
    lines = [heads, ["---"] * len(heads), *([_said(row.get(head, "")) for head in heads] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
