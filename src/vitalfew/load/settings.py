"""Which findings are shown, and how severe they are: `severity:` and `per_path:` of the framework, `--select` and `--ignore`.

A rule is named by its code (`OWN001`), by the beginning of codes (`OWN`), or by its slug (`missing-owner`).
Of several names the longest beginning wins, and a code or slug wins over all. Faults of reading keep their severity.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fnmatch import fnmatchcase

from vitalfew.base.finding import Finding
from vitalfew.load.smells import SMELLS
from vitalfew.model.framework import Framework
from vitalfew.model.organization import SeveritySetting

_READING = frozenset(smell.code for smell in SMELLS)


def is_named(finding: Finding, names: Collection[str]) -> bool:
    """Tell whether one of the names is the finding's rule, or the beginning of its code."""
    return finding.rule in names or any(finding.code.startswith(name) for name in names if name)


def is_rule(name: str, known: Collection[str]) -> bool:
    """Tell whether a name is among the known codes and slugs, or begins one of the codes."""
    return name in known or (len(name) > 2 and name.isupper() and any(each.startswith(name) for each in known))


def is_reading(name: str) -> bool:
    """Tell whether a name is that of faults of reading."""
    return any(name in {smell.slug, smell.code} for smell in SMELLS) or name.startswith("FIL")


def chosen(findings: Iterable[Finding], *, select: Collection[str] = (), ignore: Collection[str] = ()) -> list[Finding]:
    """Leave out what is not selected (nothing selected means all) and what is ignored."""
    return [each for each in findings if (not select or is_named(each, select)) and not is_named(each, ignore)]


def settled(findings: list[Finding], framework: Framework) -> list[Finding]:
    """Give the findings as the framework's own settings have them: some left out, some of another severity."""
    if not (framework.severity or framework.per_path):
        return findings
    found = []
    for each in findings:
        kept = each if each.code in _READING else _settled(each, framework)
        if kept is not None:
            found.append(kept)
    return found


def _settled(finding: Finding, framework: Framework) -> Finding | None:
    severity = _severity(finding, framework.severity)
    for pattern, settings in framework.per_path.items() if finding.place else ():
        if finding.place and fnmatchcase(finding.place.file, pattern):
            if is_named(finding, settings.ignore):
                return None
            severity = _severity(finding, settings.severity) or severity
    if severity == "off":
        return None
    return finding if severity is None else finding._replace(severity=severity)


def _severity(finding: Finding, settings: Mapping[str, SeveritySetting]) -> SeveritySetting | None:
    """Give the severity that settings have for a finding; None where they say nothing of it."""
    if finding.rule in settings:
        return settings[finding.rule]
    length = max((len(name) for name in settings if name and finding.code.startswith(name)), default=0)
    return settings.get(finding.code[:length]) if length else None
