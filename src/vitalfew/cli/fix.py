"""Mending the framework's files: what is safe is written in place, and what is not is shown beside its finding.

Nothing is believed: the mended text is read and checked again, and a change that introduces a finding is not made.
What reading had hidden and now shows was there before, and is not introduced.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vitalfew.base.finding import Finding
from vitalfew.cli.findings import counted, styled, summed, tally
from vitalfew.cli.stream import note, write_json
from vitalfew.load.decode import decode
from vitalfew.load.edit import Edit, Script, edited
from vitalfew.load.fix import Fix, fixes
from vitalfew.load.read import Loaded, contents, load_texts
from vitalfew.load.shape import KINDS
from vitalfew.workspace import Workspace, audit

if TYPE_CHECKING:
    from vitalfew.cli.check import Choice

MOST_ROUNDS = 5
MARK = b"\xef\xbb\xbf"
_KINDS = frozenset(KINDS.values())
Key = tuple[str, str, str | None]


@dataclass(frozen=True)
class State:
    """The texts of all files at one moment, and what is found in them."""

    texts: dict[str, str]
    loaded: Loaded
    findings: list[Finding]


@dataclass(frozen=True)
class Mended:
    """The last state, what was mended on the way, and what is left to a person."""

    state: State
    fixed: list[Fix]
    suggested: list[Fix]


def read(texts: dict[str, str], *, today: date) -> State:
    """Read and check texts."""
    loaded = load_texts(texts)
    return State(texts, loaded, audit(loaded, today=today))


def mend(texts: dict[str, str], choice: Choice, *, today: date) -> Mended:
    """Mend what can be mended safely, again where mending shows more, at most five times."""
    state = read(texts, today=today)
    fixed: list[Fix] = []
    for _ in range(MOST_ROUNDS):
        asked = _apart(each for each in _fixes(state, choice) if each.is_safe)
        done, after = _accept(state, [], state, asked, today)
        if not done:
            break
        fixed += done
        state = after
    return Mended(state, fixed, list(_fixes(state, choice)))


def _fixes(state: State, choice: Choice) -> Iterable[Fix]:
    scripts = {file: Script(file, text) for file, text in state.texts.items()}
    return fixes(choice.of(state.findings), state.loaded, scripts)


def _apart(asked: Iterable[Fix]) -> list[Fix]:
    """Leave out fixes that touch what an earlier one changes; the next round sees them again."""
    taken: dict[str, list[Edit]] = {}
    found = []
    for fix in asked:
        if not any(_meets(edit, other) for edit in fix.edits for other in taken.get(edit.file, ())):
            found.append(fix)
            for edit in fix.edits:
                taken.setdefault(edit.file, []).append(edit)
    return found


def _meets(one: Edit, other: Edit) -> bool:
    return one.start <= other.end and other.start <= one.end


def _accept(before: State, kept: list[Fix], last: State, asked: list[Fix], today: date) -> tuple[list[Fix], State]:
    """Give the fixes that introduce nothing, and the state after them: all at once, else the halves one after the other."""
    if not asked:
        return kept, last
    after = read(_made(before.texts, [*kept, *asked]), today=today)
    if not _introduced(before, after) and all(_key(each.finding) not in _keys(after) for each in asked):
        return [*kept, *asked], after
    if len(asked) == 1:
        return kept, last
    half = len(asked) // 2
    kept, last = _accept(before, kept, last, asked[:half], today)
    return _accept(before, kept, last, asked[half:], today)


def _made(texts: Mapping[str, str], done: Iterable[Fix]) -> dict[str, str]:
    edits = [edit for fix in done for edit in fix.edits]
    return {file: edited(text, [edit for edit in edits if edit.file == file]) for file, text in texts.items()}


def _key(finding: Finding) -> Key:
    return finding.code, str(finding.ref), finding.field


def _keys(state: State) -> Counter[Key]:
    return Counter(map(_key, state.findings))


def _introduced(before: State, after: State) -> bool:
    """Tell whether there is a finding that was not there before, and that reading did not hide."""
    known = _keys(before)
    for each in after.findings:
        known[_key(each)] -= 1
        if known[_key(each)] >= 0:
            continue
        was_read = each.ref in before.loaded.spans.nouns or each.ref.kind not in _KINDS
        if was_read and not before.loaded.is_faulted(each.ref, each.field):
            return True
    return False


def run(workspace: Workspace, choice: Choice, format_: str, *, is_dry: bool) -> int:
    """Mend the workspace's files, or show what would change, and write what is left."""
    if format_ not in {"text", "json"}:
        msg = "--fix and --diff are written as text or json"
        raise click.UsageError(msg)
    was = contents(workspace.root)[0]
    texts = {file: text for file, content in was.items() if isinstance(text := decode(content, file), str)}
    done = mend(texts, choice, today=workspace.today)
    changed = {file: text for file, text in done.state.texts.items() if text != texts[file]}
    difference = "".join(_difference(file, texts[file], text) for file, text in changed.items())
    for file, text in {} if is_dry else changed.items():
        write(workspace.root / file, (MARK if was[file].startswith(MARK) else b"") + text.encode("utf-8"))
    left = choice.of(replace(workspace).check() if not is_dry else done.state.findings)
    if format_ == "json":
        _write_json(done, left, sorted(changed), difference)
    elif is_dry:
        click.echo(difference, nl=False)
        note(_sums(done, len(changed), "would be"))
    else:
        _write_text(done, left, len(changed))
    return max(choice.exit_code(left), int(is_dry and bool(changed)))


def write(path: Path, content: bytes) -> None:
    """Put a file's content in its place at once: written aside, then renamed; a link's target is what is written."""
    path = path.resolve()
    number, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, aside)
        Path(aside).replace(path)
    finally:
        Path(aside).unlink(missing_ok=True)  # gone already where all went well


def _difference(file: str, before: str, after: str) -> str:
    lines = unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{file}", f"b/{file}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _sums(done: Mended, files: int, verb: str) -> str:
    words = f"{counted(len(done.fixed), 'finding')} {verb} mended in {counted(files, 'file')}"
    return f"{words}; {counted(len(done.suggested), 'suggestion')} left to you" if done.suggested else words


def _write_text(done: Mended, left: Sequence[Finding], files: int) -> None:
    advice = {_key(fix.finding): fix.what for fix in done.suggested}
    for each in left:
        click.echo(styled(each))
        if _key(each) in advice:
            click.echo(f"  {click.style('suggestion:', fg='green')} {advice[_key(each)]}")
    for fix in done.fixed:
        click.echo(f"{click.style('mended', fg='green', bold=True)} {fix.finding.place}: {fix.finding.code} {fix.what}")
    click.echo(f"\n{_sums(done, files, 'was' if len(done.fixed) == 1 else 'were')}; {tally(left)}")


def _write_json(done: Mended, left: Sequence[Finding], files: list[str], difference: str) -> None:
    advice = {_key(fix.finding): fix.what for fix in done.suggested}
    write_json(
        {
            "version": 1,
            "fixed": [{**fix.finding.as_json(), "fix": fix.what} for fix in done.fixed],
            "files": files,
            "diff": difference,
            "findings": [{**each.as_json(), "suggestion": advice.get(_key(each))} for each in left],
            "summary": summed(left, fixed=len(done.fixed)),
        }
    )
