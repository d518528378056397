"""What is wrong with a user's text or data, as data: place, code, words, remedy.

A `Smell` is a kind of finding; a `Finding` is one of them at a place.
Nothing about a user's text is raised; whoever reads it returns findings, all of them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from vitalfew.base.ref import Ref

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Span(NamedTuple):
    """A place in a file: path relative to the workspace, line and column counted from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Smell(NamedTuple):
    """A kind of finding: its code is never reused, its slug names what is wrong, `help` says what to do.

    `room` is the package that holds its page, `<slug with underscores>.md`.
    """

    code: str
    slug: str
    severity: Severity
    help: str
    requirements: tuple[str, ...] = ()
    room: str = "rules"

    def at(
        self,
        ref: Ref,
        message: str,
        *,
        field: str | None = None,
        place: Span | None = None,
        help: str | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """Make a finding of this kind."""
        return Finding(
            self.code,
            self.slug,
            severity or self.severity,
            ref,
            message,
            self.help if help is None else help,
            field,
            place,
            self.requirements,
        )


class Finding(NamedTuple):
    """One fault: what is (message), what to do (help), of which noun and field, and where it stands."""

    code: str
    rule: str
    severity: Severity
    ref: Ref
    message: str
    help: str
    field: str | None = None
    place: Span | None = None
    requirements: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.code} {self.rule}: {self.message}\n  help: {self.help}"

    def as_json(self) -> dict[str, object]:
        """Give the finding in the JSON contract's fields."""
        file, line, column = self.place or (None, None, None)
        return {
            "code": self.code,
            "rule": self.rule,
            "severity": self.severity,
            "ref": str(self.ref),
            "field": self.field,
            "message": self.message,
            "help": self.help,
            "file": file,
            "line": line,
            "column": column,
            "requirements": list(self.requirements),
        }


def by_place(finding: Finding) -> tuple[str, int, int, str, str, str]:
    """Sort findings as a reader meets them: by file, line, column, then code and reference."""
    file, line, column = finding.place or ("", 0, 0)
    return file, line, column, finding.code, str(finding.ref), finding.message
