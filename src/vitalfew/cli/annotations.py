"""Findings for machines that show them beside the code: GitHub workflow commands and SARIF 2.1.0.

Both name files relative to the folder the program runs in, which in a pipeline is the repository's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from vitalfew import __version__
from vitalfew.base.finding import Finding, Severity, Smell
from vitalfew.base.page import page

GITHUB: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
SARIF: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
HOME = "https://github.com/vitalfew/vitalfew"


def github(findings: Iterable[Finding], root: Path) -> str:
    """Give a workflow command per finding; line breaks and separators inside values are escaped."""
    return "\n".join(_command(finding, root) for finding in findings)


def _command(finding: Finding, root: Path) -> str:
    values = {"title": f"{finding.code} {finding.rule}"}
    if finding.place:
        file, line, column = finding.place
        values = {"file": from_here(root, file), "line": str(line), "col": str(column), **values}
    named = ",".join(f"{name}={_escape(value, ',:')}" for name, value in values.items())
    return f"::{GITHUB[finding.severity]} {named}::{_escape(_words(finding))}"


def _words(finding: Finding) -> str:
    return f"{finding.message}\nhelp: {finding.help}"


def _escape(text: str, also: str = "") -> str:
    return "".join(f"%{ord(each):02X}" if each in f"%\r\n{also}" else each for each in text)


def from_here(root: Path, file: str) -> str:
    """Give a workspace's file as seen from the folder the program runs in, in full where it lies elsewhere."""
    path = (root / file).resolve()
    here = Path.cwd().resolve()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()


def sarif(findings: Iterable[Finding], smells: Sequence[Smell], root: Path) -> dict[str, object]:
    """Give the findings as a SARIF 2.1.0 log (OASIS, 2020) with every rule described."""
    index = {smell.code: number for number, smell in enumerate(smells)}
    driver = {
        "name": "vitalfew",
        "version": __version__,
        "informationUri": HOME,
        "rules": [_described(smell) for smell in smells],
    }
    results = [_result(finding, index, root) for finding in findings]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _described(smell: Smell) -> dict[str, object]:
    return {
        "id": smell.code,
        "name": smell.slug,
        "shortDescription": {"text": smell.slug.replace("-", " ")},
        "help": {"text": smell.help or smell.slug, "markdown": page(smell)},
        "defaultConfiguration": {"level": SARIF[smell.severity]},
        "properties": {"tags": list(smell.requirements)},
    }


def _result(finding: Finding, index: dict[str, int], root: Path) -> dict[str, object]:
    location: dict[str, object] = {"logicalLocations": [{"fullyQualifiedName": str(finding.ref)}]}
    if finding.place:
        file, line, column = finding.place
        location["physicalLocation"] = {
            "artifactLocation": {"uri": quote(from_here(root, file))},
            "region": {"startLine": line, "startColumn": column},
        }
    return {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": SARIF[finding.severity],
        "message": {"text": _words(finding)},
        "locations": [location],
    }
