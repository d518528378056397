"""Cannot go on: the few exceptions of Vitalfew. What is wrong with a user's text is a Finding, never one of these.

The class words the sentence, the call site passes data, and the edge (CLI, web) maps it to an exit code once.

VitalfewError
├── WorkspaceMissing   no folder with framework files here or above
├── UnknownName        a KPI, level, rule or preset that does not exist
├── TargetExists       refuses to overwrite what the user has
├── BadOption          an option whose value cannot be used
├── BookUnreadable     a file that is no workbook, or one too large to read
├── PaperUnreadable    a brief or strategy paper that cannot be read
├── RevisionUnreadable  a commit that the framework's files cannot be read from
├── StoreUnusable      a database that cannot be reached, read or written
├── BackupUnreadable   a file that is no backup, or a damaged one
├── Overtaken          somebody else wrote first
├── AuthorUnknown      a decision that nobody signs
├── Refused            a change that the rules of the house do not let through
│   └── NotAllowed     a step or a look that is for others
├── NotLetIn           somebody who does not show that they are who they say
├── ExtraMissing       an optional part that is not installed
└── ModelDiffers       a text model that is not the one whose scores we know
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from vitalfew.base.nearest import did_you_mean
from vitalfew.base.said import say
from vitalfew.base.word import word


class VitalfewError(Exception):
    """Cannot go on; `str()` is one sentence for the user, `help` says what to do."""

    help: str = ""

    @property
    def words(self) -> str:
        """The sentence as it was said, which `str()` gives in English alone."""
        said: str = self.args[0]
        return said


class WorkspaceMissing(VitalfewError):
    """No workspace at a place."""

    def __init__(self, path: Path, *, above: bool = True) -> None:
        super().__init__(
            say("no `framework/` folder in `{path}` or above it", path=path)
            if above
            else say("no `framework/` folder in `{path}`", path=path)
        )
        self.help = say("run `vitalfew init` to start one here, or name a workspace with `-C DIR`")


class UnknownName(VitalfewError):
    """A name that stands for nothing; the nearest that exists is offered."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        super().__init__(say("there is no {kind} `{name}`", kind=word(kind), name=name))
        self.help = did_you_mean(name, known) or (
            say("known: {names}", names=", ".join(known[:12])) if known else say("no {kind} is declared", kind=word(kind))
        )


class TargetExists(VitalfewError):
    """A file or folder that would be overwritten."""

    def __init__(self, path: Path) -> None:
        super().__init__(say("`{path}` exists and is not empty", path=path))
        self.help = say("name another place, or remove it first; nothing was written")


class BadOption(VitalfewError):
    """An option's value that cannot be used."""

    def __init__(self, option: str, value: str, wanted: str) -> None:
        super().__init__(say("`{option}` cannot be `{value}`", option=option, value=value))
        self.help = wanted


class BookUnreadable(VitalfewError):
    """A file that cannot be read as a workbook, and why."""

    def __init__(self, path: Path, why: str, wanted: str = say("give a workbook saved as .xlsx or .ods")) -> None:
        super().__init__(say("`{path}` {why}", path=path, why=why))
        self.help = say("{wanted}; nothing was written", wanted=wanted)


class PaperUnreadable(VitalfewError):
    """A brief or a strategy paper that cannot be read, and why."""

    def __init__(self, path: Path, why: str, wanted: str = say("give it as .yaml, .md, .docx or .pdf")) -> None:
        super().__init__(say("`{path}` {why}", path=path, why=why))
        self.help = wanted


class RevisionUnreadable(VitalfewError):
    """A commit that cannot be read, and why."""

    def __init__(self, name: str, why: str, wanted: str) -> None:
        super().__init__(say("`{name}` {why}", name=name, why=why))
        self.help = wanted


class ExtraMissing(VitalfewError):
    """A capability whose packages are not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(say("{what} needs packages that are not installed", what=what))
        self.help = say("install them with `pip install 'vitalfew[{extra}]'`", extra=extra)


class ModelDiffers(VitalfewError):
    """A text model that is not, byte for byte, the one that this version was measured with."""

    def __init__(self, path: Path) -> None:
        super().__init__(say("the text model at `{path}` is not the one that this version knows", path=path))
        self.help = say("install it anew with `pip install --force-reinstall 'vitalfew[{extra}]'`", extra="text")


class StoreUnusable(VitalfewError):
    """The store's database cannot be used, and why; never says a password."""

    def __init__(self, where: str, why: str, wanted: str = say("see that the database is there and may be written")) -> None:
        super().__init__(say("the store at `{where}` {why}", where=where, why=why))
        self.help = wanted


class BackupUnreadable(VitalfewError):
    """A file that cannot be restored from, and why."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(say("`{path}` {why}", path=path, why=why))
        self.help = say("give a file that `vitalfew backup` has written; nothing was written")


class Overtaken(VitalfewError):
    """Somebody else wrote first, so what was about to be written rests on what is no more."""

    def __init__(self, now: str, then: str, wanted: str) -> None:
        super().__init__(say("somebody else was first: {now}, and this was to change {then}", now=now, then=then))
        self.help = say("{wanted}; nothing was written", wanted=wanted)


class AuthorUnknown(VitalfewError):
    """Nobody is named as the author of a decision."""

    def __init__(self) -> None:
        super().__init__(say("a decision is signed, and nobody is named as its author"))
        self.help = say("name the author with `--author`, with the variable `VITALFEW_PERSON`, or with `git config user.name`")


class NotLetIn(VitalfewError):
    """Somebody who does not show who they are, or tried too often; never says whether there is such an account."""

    def __init__(self, why: str, wanted: str) -> None:
        super().__init__(why)
        self.help = wanted


class Refused(VitalfewError):
    """A change that is not let through, and why."""

    def __init__(self, why: str, wanted: str) -> None:
        super().__init__(why)
        self.help = say("{wanted}; nothing was written", wanted=wanted)


class NotAllowed(Refused):
    """A step or a look that is for others, by their roles or because figures are private."""
