"""A drafted framework taken on: where nothing is declared yet it becomes live, else it is proposed in place of what is.

People and sources that are there stay: they are no part of what was drafted, and accounts and data hang on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

import yaml

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.load.arrange import remove_noun
from vitalfew.load.decode import BREAK
from vitalfew.load.read import contents, load_texts
from vitalfew.model.framework import Framework
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.governed import seat, write_files
from vitalfew.rhythm.proposals import Proposal, proposals, propose, texts_of
from vitalfew.rhythm.rights import Rights
from vitalfew.store.database import Store
from vitalfew.store.revisions import Revision, files, live, make_revision

STAYS = ("people", "sources")
"""The keys of what stays."""


def is_bare(framework: Framework) -> bool:
    """Tell whether a framework says nothing yet of what is aimed at or measured."""
    return not (framework.objectives or framework.kpis)


def adopt(
    store: Store,
    root: Path,
    texts: Mapping[str, bytes],
    *,
    by: str,
    at: datetime,
    message: str,
    rights: Rights | None = None,
) -> Revision:
    """Make drafted files the live revision, then write them; raises Refused where a framework stands there by now.

    Taking on what is live already does nothing.
    """
    with store.writing() as transaction:
        present = live(transaction)
        before = files(transaction, present.number) if present else contents(root)[0]
        wanted = beside(before, texts)
        if present and wanted == before:
            return present
        if not is_bare(load_texts(before).framework) or not is_bare(load_texts(contents(root)[0]).framework):
            raise Refused(say("a framework stands here by now"), say("propose the draft in its place"))
        framework = load_texts(wanted).framework
        seat(Desk(transaction, framework, at, by), rights).see_may("change")
        made = make_revision(transaction, wanted, framework, on=present, by=by, at=at, message=message)
    write_files(root, wanted)
    return made


def propose_adoption(desk: Desk, texts: Mapping[str, bytes], *, title: str) -> Proposal | None:
    """Ask for a drafted framework in place of the live one; None where it is live already.

    What whoever is at the desk asks for already is given again.
    """
    present = live(desk.transaction)
    before = files(desk.transaction, present.number) if present else {}
    wanted = beside(before, texts)
    if wanted == before:
        return None
    for each in proposals(desk):
        if each.by == desk.by and _made(desk, each) == wanted:
            return each
    return propose(desk, wanted, title=title)


def _made(desk: Desk, asked: Proposal) -> dict[str, bytes]:
    kept, changed = texts_of(desk, asked.id)
    return {path: content for path, content in {**kept, **changed}.items() if content is not None}


def beside(before: Mapping[str, bytes], texts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Put drafted files beside the people and sources of those that were there; who is in both stays as they were."""
    other = {path: content for path, content in before.items() if texts.get(path) != content}
    kept = {_free(path, texts): part for path, content in other.items() if (part := _staying(content))}
    wanted = dict(texts)
    there, drafted = load_texts(kept).framework, load_texts(texts).framework
    for person in there.person.keys() & drafted.person.keys():
        wanted = remove_noun(wanted, Ref("person", person))
    return {**wanted, **kept}


def _free(path: str, texts: Mapping[str, bytes]) -> str:
    """Give a path that no drafted file has."""
    pure = PurePosixPath(path)
    return path if path not in texts else _free(str(pure.with_name(f"kept-{pure.name}")), texts)


def _staying(content: bytes) -> bytes:
    """Give the lines of a file that say what stays, with their comments; none where it cannot be read."""
    text = content.decode("utf-8", "replace")
    lines = BREAK.split(text)
    return "\n".join(line for start, end in _stretches(text) for line in [*lines[start:end], ""]).encode()


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    try:
        top = yaml.compose(text)
    except yaml.YAMLError:
        return
    if not isinstance(top, yaml.MappingNode) or top.flow_style:
        return
    starts = [key.start_mark.line for key, _ in top.value]
    for (key, value), start, end in zip(top.value, starts, [*starts[1:], len(BREAK.split(text))], strict=True):
        if key.value in STAYS and value.value:
            yield start, end
