"""Draft a framework from eight answers or a strategy paper, or improve the one that is there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vitalfew.base.errors import TargetExists, UnknownName
from vitalfew.cli.assisted import Asking, asking, assistant_for, assisted
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.findings import styled
from vitalfew.cli.stream import note, quoted, write_json

if TYPE_CHECKING:
    from vitalfew.base.ref import Ref
    from vitalfew.draft.asked import Assistant
    from vitalfew.draft.assistant import Assistance
    from vitalfew.draft.brief import Brief
    from vitalfew.draft.draft import Draft
    from vitalfew.draft.read import Read
    from vitalfew.text.engine import Engine

DELIVERABLES = ("strategic-kpi-document", "kpi-architecture-blueprint", "alignment-matrix")
Function = Callable[..., int | None]


@dataclass(frozen=True)
class Wanted:
    """What is asked of a draft beside the brief."""

    target: Path
    brief: Path | None
    data: Path | None
    yes: bool
    why: tuple[Ref, ...]
    others: bool
    publish: bool
    answers: Mapping[str, Any]


def _options(function: Function) -> Function:
    """Give the command its options."""
    for option in (
        click.option("--by", metavar="PERSON", help="With --improve: who proposes, where changes are approved."),
        click.option("--without", metavar="CHANGE", multiple=True, help="With --improve: all changes but this."),
        click.option("--only", metavar="CHANGE", multiple=True, help="With --improve: this change alone."),
        click.option("--keep", metavar="KPI", multiple=True, help="With --improve: a KPI that stays as it is."),
        click.option("--own", metavar="METRIC", multiple=True, help="With --from: a metric that is nothing the catalogue knows."),
        click.option(
            "--from",
            "book",
            metavar="BOOK",
            type=click.Path(path_type=Path),
            help="A spreadsheet of metrics to start from, with --brief.",
        ),
        click.option("--improve", is_flag=True, help="Plan the fewest changes that clear the audit of what is there."),
        click.option("--no-publish", is_flag=True, help="Do not write the three documents."),
        click.option("--alternatives", "others", is_flag=True, help="Show other frameworks and their trade-off."),
        click.option(
            "--why", metavar="kpi:ID", multiple=True, help="Say why a KPI or objective was chosen or not; writes nothing."
        ),
        click.option(
            "--data",
            metavar="DIR",
            type=click.Path(path_type=Path, exists=True, file_okay=False),
            help="A folder of data files to look for columns in.",
        ),
        click.option("--currency", metavar="CODE", help="The currency of amounts, such as EUR."),
        click.option("--exclude", metavar="KPI", multiple=True, help="A KPI that is not to be in it."),
        click.option("--pin", metavar="KPI", multiple=True, help="A KPI that is to be in it."),
        click.option("--preset", metavar="PRESET", help="executive, balanced-scorecard, cascade, okr or small-business."),
        click.option("--yes", is_flag=True, help="Ask nothing."),
        click.option(
            "--brief", metavar="FILE", type=click.Path(path_type=Path), help="A brief or strategy paper: .yaml, .md, .docx, .pdf."
        ),
    ):
        function = option(function)
    return function


@command_with("text", "json")
@click.argument("folder_", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@_options
@assisted
def command(call: Call, *, folder_: Path | None, **said: Any) -> int:
    """Draft a framework in DIR (the current folder where none is named) from eight answers, so that it passes its own audit.

    The answers are asked for, or come from --brief. What is written are files like any others: KPIs as drafts, roles in place of
    people, and a list of what only people can decide. The three documents stand in `published/`. Nothing that exists is
    overwritten.

    With --improve the framework that is there is audited, and the fewest changes that clear what is found are planned.
    With --from the metrics of a spreadsheet become KPIs or operational metrics or are retired, and all their values are kept.
    """
    if said["improve"]:
        from vitalfew.cli.improve import Picked, run

        call = replace(call, folder=folder_ or call.folder)
        return run(call, Picked(said["keep"], said["only"], said["without"]), yes=said["yes"], by=said["by"])
    target = folder_ or call.folder or Path()
    given = {
        "preset": said["preset"],
        "currency": said["currency"],
        "pinned": list(said["pin"]),
        "excluded": list(said["exclude"]),
    }
    answers = {key: value for key, value in given.items() if value}
    wanted = Wanted(
        target,
        said["brief"],
        said["data"],
        said["yes"],
        _asked(said["why"], is_known=not said["ai"]),
        said["others"],
        not said["no_publish"],
        answers,
    )
    if not wanted.why and not wanted.others:
        _see_free(target)
    how = asking(said)
    by = assistant_for(how) if how else None
    brief = _brief(wanted, by)
    if brief is not None and said["book"] is not None:
        from vitalfew.cli.from_metrics import run as sort

        return sort(call, brief=brief, book=said["book"], folder=target, own=said["own"])
    return 1 if brief is None else _draft(call, brief, wanted, how, by)


def _asked(texts: tuple[str, ...], *, is_known: bool) -> tuple[Ref, ...]:
    """Read what is asked about; raises UnknownName at once where only the catalogue is looked at, which knows no such thing."""
    from vitalfew.catalog.read import catalogue
    from vitalfew.cli.drafted import refs_of

    refs = tuple(refs_of(texts))
    for ref in refs if is_known else ():
        known = catalogue().entry if ref.kind == "kpi" else catalogue().pattern
        if ref.id not in known:
            raise UnknownName(ref.kind, ref.id, known)
    return refs


def _settled(brief: Brief, wanted: Wanted, engine: Engine) -> Brief:
    """Ask what goals mean that can mean two things, and keep the answers with those of an interview."""
    from vitalfew.cli.interview import BRIEF, keep, plain, settle
    from vitalfew.draft.context import context_of
    from vitalfew.draft.gather import gather

    kept = wanted.target / BRIEF
    settled = settle(brief, gather(context_of(brief), engine), kept)
    if wanted.brief is None:
        keep(plain(settled), kept)
    return settled


def _see_free(target: Path) -> None:
    """Refuse a folder with a framework before anything is asked; raises TargetExists."""
    if target.is_file():
        raise TargetExists(target)
    framework = target / "framework"
    if framework.exists() and any(framework.iterdir()):
        raise TargetExists(framework)


def _brief(wanted: Wanted, by: Assistant | None = None) -> Brief | None:
    """Give the brief: as it is kept, as a file says it, or as it is answered; None where it is faulty, which is said."""
    from vitalfew.cli.assisted import found_in
    from vitalfew.cli.interview import BRIEF, ask, keep, known, plain
    from vitalfew.draft.answers import brief_of
    from vitalfew.draft.read import read_brief

    kept = wanted.target / BRIEF
    file = wanted.brief or (kept if (wanted.why or wanted.others) and kept.is_file() else None)
    if file is not None:
        read = read_brief(file)
        read = found_in(read, file.name, by) if by else read
        _tell(read)
        answers = {**read.answers, **wanted.answers}
        made = brief_of(answers, file.name, lambda _: None)
        if made.brief is not None:
            return made.brief
        if wanted.yes or not sys.stdin.isatty() or not read.answers:
            faults = read.findings or tuple(made.findings)
            click.echo("\n".join(styled(finding) for finding in faults), err=True)
            return None
        return ask(answers, kept)
    if wanted.yes or not sys.stdin.isatty():
        msg = "there is nobody to ask: give the answers with --brief FILE"
        raise click.UsageError(msg)
    brief = ask({**known(kept, note), **wanted.answers}, kept)
    keep(plain(brief), kept)
    return brief


def _tell(read: Read) -> None:
    """Say what a paper says and where, and how it was read."""
    for found in read.found:
        note(f"{found.place}: {found.key} “{found.text}” ({found.band})")
    for notice in read.notices:
        note(str(notice))


def _draft(call: Call, brief: Brief, wanted: Wanted, how: Asking | None, by: Assistant | None) -> int:
    from vitalfew.cli.assisted import as_data
    from vitalfew.cli.drafted import as_json, others, reasons, text_of
    from vitalfew.draft.why import why
    from vitalfew.text.engine import best_engine

    chosen = best_engine()
    if chosen.lacks:
        note(f"{chosen.lacks}; texts are compared by their words alone")
    if not (wanted.yes or wanted.why or wanted.others) and sys.stdin.isatty():
        brief = _settled(brief, wanted, chosen.engine)
    made, helps = _made(call, brief, wanted, by, chosen.engine)
    if how and how.shows_only:
        return 0
    told = [why(made.selection, ref) for ref in wanted.why]
    looks = bool(told or wanted.others)
    files: list[str] = []
    if call.format == "text":
        lines = [line for each in told for line in reasons(each)] if told else [] if wanted.others else [*text_of(made)]
        click.echo("\n".join([*lines, *(others(made.selection) if wanted.others else ())]))
    if not looks and (wanted.yes or call.format == "json" or _agreed(wanted.target)):
        files = _write(made, made.selection.candidates.context.brief, wanted)
        if call.format == "text":
            _next(wanted.target, files)
    if call.format == "json":
        write_json(as_json(made, files=files, why=told) | ({"language_model": as_data(helps, made.selection)} if helps else {}))
    return 0


def _made(call: Call, brief: Brief, wanted: Wanted, by: Assistant | None, engine: Engine) -> tuple[Draft, Assistance | None]:
    """Draft, with the language model's help where there is one."""
    from vitalfew.cli.assisted import accounted, offered
    from vitalfew.cli.progress import shown
    from vitalfew.draft.draft import draft

    if by is None:
        with shown() as progress:
            return draft(brief, today=call.today, engine=engine, sources=wanted.data, progress=progress), None
    from vitalfew.draft.assistant import Assistance

    brief = offered(brief, engine, by, asks=not wanted.yes)
    helps = Assistance(by, engine)
    made = draft(brief, today=call.today, engine=engine, sources=wanted.data, assist=helps.assist, explain=helps.explain)
    accounted(helps, made.selection)
    return made, helps


def _agreed(target: Path) -> bool:
    """Ask where somebody is there to answer."""
    if not sys.stdin.isatty():
        click.echo("nothing was written: `--yes` writes it")
        return False
    return click.confirm(f"\nWrite it into {target.resolve()}?", default=True)


def _write(made: Draft, brief: Brief, wanted: Wanted) -> list[str]:
    """Write the files, the brief, and the documents."""
    from vitalfew.cli.interview import BRIEF, keep, plain
    from vitalfew.cli.progress import shown
    from vitalfew.draft.draft import write
    from vitalfew.publication import publish
    from vitalfew.workspace import Workspace

    write(made, wanted.target)
    keep(plain(brief), wanted.target / BRIEF)
    files = [*made.files, BRIEF]
    if wanted.publish:
        with shown() as progress:
            done = publish(Workspace.open(wanted.target), DELIVERABLES, ("html",), wanted.target / "published", progress=progress)
        files += [each.path.relative_to(wanted.target).as_posix() for each in done]
    return files


def _next(target: Path, files: list[str]) -> None:
    where = "" if target == Path() else f" -C {quoted(target)}"
    click.echo(f"\n{click.style('✓', fg='green', bold=True)} {len(files)} files in {target.resolve()}")
    click.echo("next:")
    for command_, why in (
        ("check", "what is left to fill in"),
        ("serve", "go on in the browser"),
        ("publish --all", "the documents again, once people have decided"),
        ("draft --why kpi:ID", "why a KPI was chosen or not"),
    ):
        click.echo(f"  {click.style(f'vitalfew{where} {command_}', fg='cyan')}  {why}")
