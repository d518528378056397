"""The page that says what the files of an export are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from typing import Protocol

ABOUT = {
    "framework/*": "The framework's files as they stand in the workspace, comments and all.",
    "revisions.*": "Who decided what of the framework, when and why; each revision's digest rests on the one before it.",
    "revisions/*/framework.json": "A revision in its canonical form: no layout, no order of keys, nothing unsaid.",
    "revisions/*": "A revision's files, byte for byte.",
    "journal.*": "Who did what when, before and after, each entry with its hash. `by` is empty where the person was erased.",
    "matters/*": "What people deal with, one file for each kind; `data` holds what is particular to the kind.",
    "tables/journal_personal.*": "What entries of the journal say of people and in their words, by field, with the hash's salt.",
    "tables/slot.*": "Which job ran for which moment.",
    "tables/outbox.*": "What was sent or is to be sent to people.",
    "tables/account.*": "Who can sign in. What they sign in with never leaves.",
    "tables/account_role.*": "What accounts may do, in which organisation unit; empty for the whole workspace.",
    "tables/identity.*": "Which account somebody is whom a provider of single sign-on names.",
    "tables/*": "A table of the store as it is.",
    "contents/*": "Texts that were kept as they were then, such as packs, each by its SHA-256.",
    "observations.*": "Every value that was ever recorded. The row with the newest `recorded_at` of a KPI, grain, number and "
    "slice is the current one; `missing` says why there is no value, `withdrawn` takes a period back. Times are UTC; "
    "`end` is the first day after the period; `recipe` is a hash of the definition.",
    "runs.jsonl": "The runs that measured, what they were asked for, kept and found.",
    "evidence.json": "The summary of what was measured that `vitalfew check` reads.",
    "data/manual/*": "Values that people entered by hand, one file for each KPI.",
    "judgements/*": "Judgements of people, one file for each KPI.",
}
"""What files are, by the pattern of their paths; the first that fits counts."""


INTRO = """\
Everything that was decided, measured and entered, as of {made_at}. `manifest.json` names each file with its SHA-256,
its rows and its columns; without it the export is not whole. JSON lines (`.jsonl`) hold one object to a line, in UTF-8.
A CSV file beside one holds the same rows; a cell that is no text or number is JSON.
CSV files are for programs and hold every text as it is, also one that begins with `=`, `+`, `-` or `@`, which a spreadsheet
would run as a formula: to look at one there, import it as text and do not open it.
"""


class File(Protocol):
    """A file of an export."""

    @property
    def path(self) -> str:
        """Its path in the export."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns, where it is a table."""

    @property
    def rows(self) -> int | None:
        """The number of its rows, where it is a table."""


def about(path: str) -> str:
    """Say what a file of an export is."""
    return next(said for pattern, said in ABOUT.items() if fnmatch(path, pattern))


def page(said: Mapping[str, object], files: Iterable[File]) -> str:
    """Word the page: all files by what they are, with their columns."""
    lines = [f"# Workspace `{said['workspace']}`\n", INTRO.format(**said)]
    if said["private"]:
        whom = f"`{said['viewer']}`" if said["viewer"] else "nobody in particular"
        lines.append(f"Made for {whom}: figures of KPIs that are private to others are left out, and `private` stands instead.\n")
    groups: dict[str, list[File]] = {}
    for each in sorted(files, key=lambda each: each.path):
        groups.setdefault(about(each.path), []).append(each)
    for what, group in groups.items():
        names = ", ".join(f"`{each.path}`" for each in group[:6]) + (f" and {len(group) - 6} more" if len(group) > 6 else "")
        lines.append(f"## {names}\n\n{what}\n")
        lines += [
            f"Columns: {', '.join(f'`{name}`' for name in columns)}\n" for columns in {each.columns for each in group} if columns
        ]
    return "\n".join(lines)
