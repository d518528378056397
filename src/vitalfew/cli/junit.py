"""Findings as a JUnit report: a suite per file, a case per finding; errors fail, the rest is skipped with its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from vitalfew.base.finding import Finding
from vitalfew.cli.annotations import from_here

_REFUSED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(findings: Sequence[Finding], root: Path) -> str:
    """Give the report; what is clean is one case that passes."""
    suites = Element("testsuites", _counts(findings), name="vitalfew check")
    for file, of_file in groupby(findings, lambda each: each.place.file if each.place else ""):
        group = list(of_file)
        path = from_here(root, file) if file else "framework"
        suite = SubElement(suites, "testsuite", _counts(group), name=_clean(path))
        for each in group:
            _add(suite, each, path)
    if not findings:
        suite = SubElement(suites, "testsuite", name="framework", tests="1", failures="0", skipped="0")
        SubElement(suite, "testcase", classname="framework", name="vitalfew check")
    indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(suites, encoding="unicode")}'


def _counts(findings: Sequence[Finding]) -> dict[str, str]:
    failures = sum(each.severity == "error" for each in findings)
    return {"tests": str(max(1, len(findings))), "failures": str(failures), "skipped": str(len(findings) - failures)}


def _add(suite: Element, finding: Finding, path: str) -> None:
    named = {"classname": _clean(path), "name": _clean(f"{finding.code} {finding.rule} {finding.ref}")}
    if finding.place:
        named |= {"file": _clean(path), "line": str(finding.place.line)}
    case = SubElement(suite, "testcase", named)
    outcome = SubElement(case, "failure" if finding.severity == "error" else "skipped", message=_clean(finding.message))
    if finding.severity == "error":
        outcome.set("type", finding.severity)
    outcome.text = _clean(str(finding))


def _clean(text: str) -> str:
    """Leave out what XML cannot hold."""
    return _REFUSED.sub("\ufffd", text)
