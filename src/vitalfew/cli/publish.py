"""Write the documents that the strategy work ends in, from the live framework and its data."""

from __future__ import annotations

from pathlib import Path

import click

from vitalfew.base.errors import BadOption
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.findings import counted

FORMATS = ("html", "pdf", "docx", "pptx", "xlsx", "markdown")


@command_with("all", *FORMATS, several=True)
@click.argument("names", metavar="[REPORT]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every report.")
@click.option("--out", "target", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), default=Path("published"))
@click.option("--org-unit", "unit", metavar="UNIT", help="Only what belongs to this organisation unit and those below it.")
@click.option("--language", metavar="CODE", help="The language to write in, else the one that `publishing` says.")
def command(
    call: Call, *, names: tuple[str, ...], everything: bool, target: Path, unit: str | None, language: str | None
) -> None:
    """Write REPORTs into --out, by default `published/`, in every format or those that --format names.

    Without REPORT, and without --all, the reports are listed with what each is for. A document says which revision, which data
    and which day it is of, and what is missing in it. All files are written or none.
    """
    from vitalfew.cli.progress import shown
    from vitalfew.language.tongue import languages
    from vitalfew.publication import as_it_was, publish
    from vitalfew.reports.report import reports

    if not names and not everything:
        width = max(map(len, reports())) + 2
        for each in reports().values():
            click.echo(f"{each.name:<{width}}{click.style(each.title, bold=True)}\n{'':<{width}}{each.purpose}")
        return
    if language and language not in languages():
        raise BadOption("--language", language, f"it is one of {', '.join(languages())}")
    wanted = tuple(reports()) if everything else names
    kinds = FORMATS if "all" in call.formats else call.formats
    workspace = as_it_was(call.workspace()) if call.as_of else call.workspace().governed()
    with shown() as progress:
        written = publish(workspace, wanted, kinds, target, unit=unit, language=language, progress=progress)
    for document in written:
        click.echo(str(document.path))
    click.echo(f"{click.style('✓', fg='green', bold=True)} {counted(len(written), 'document')} in {target}")
