"""Reading a brief: YAML, or a document that says the same, or an existing strategy paper that says part of it.

What stands in a paper is shown with its place before anybody uses it; nothing about its text is raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import Any

from vitalfew.base.errors import PaperUnreadable
from vitalfew.base.finding import Finding, Span
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.draft.answers import brief_of
from vitalfew.draft.brief import Brief
from vitalfew.draft.paper import Found, answers_of, find
from vitalfew.draft.passage import Passage, of_markdown
from vitalfew.load.decode import decode
from vitalfew.load.merge import shape_of
from vitalfew.load.smells import EMPTY_FILE, WRONG_SHAPE
from vitalfew.load.span import deepest
from vitalfew.load.tree import START, read_tree, span_at
from vitalfew.load.tree import Mapping as Keys

MOST_BYTES = 20_000_000
YAML, MARKDOWN = (".yaml", ".yml"), (".md", ".markdown", ".txt")
KINDS = (*YAML, *MARKDOWN, ".docx", ".pdf")


@dataclass(frozen=True)
class Read:
    """What a file says: the brief where nothing is missing, else the `answers` there are, by key of a brief.

    `found` are the parts of a strategy paper with their places; `findings` say what is wrong or missing, `notices` how it was
    read. `passages` are the whole of a document.
    """

    brief: Brief | None
    found: tuple[Found, ...] = ()
    findings: tuple[Finding, ...] = ()
    notices: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    passages: tuple[Passage, ...] = ()


def read_brief(path: Path) -> Read:
    """Read a brief or a strategy paper.

    Raises:
        PaperUnreadable: there is no such file, it is of no kind that is read, or it is locked, damaged, empty or too large.
        ExtraMissing: a Word or PDF file, and what reads it is not installed.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise PaperUnreadable(path, say("is no kind of file that a brief is read from"))
    content = _content(path)
    if kind in YAML:
        return _of_yaml(content, path.name)
    if kind in MARKDOWN:
        text = decode(content, path.name)
        return Read(None, findings=(text,)) if isinstance(text, Finding) else read_passages(of_markdown(text), path.name)
    if kind == ".docx":
        from vitalfew.draft.word_paper import of_word  # noqa: PLC0415  # few papers are Word

        return read_passages(of_word(content, path), path.name)
    from vitalfew.draft.pdf_paper import of_pdf  # noqa: PLC0415  # few papers are PDF

    return read_passages(of_pdf(content, path), path.name)


def _content(path: Path) -> bytes:
    try:
        kept = path.stat()
        if not S_ISREG(kept.st_mode):
            raise PaperUnreadable(path, say("is not a file"))
        if kept.st_size > MOST_BYTES:
            why = say("has {size:,} bytes, more than {most:,}", size=kept.st_size, most=MOST_BYTES)
            raise PaperUnreadable(path, why, say("keep the pages with mission and goals in a file of their own"))
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise PaperUnreadable(path, say("is not there")) from error
    except OSError as error:
        raise PaperUnreadable(path, say("cannot be opened: {why}", why=error.strerror)) from error
    if not content.strip():
        raise PaperUnreadable(path, say("is empty"))
    return content


def _of_yaml(content: bytes, name: str) -> Read:
    text = decode(content, name)
    if isinstance(text, Finding):
        return Read(None, findings=(text,))
    tree = read_tree(text, name)
    tops = [top for top in tree.documents if top is not None]
    if not tree.whole or len(tops) != 1 or not isinstance(tops[0], Keys):
        return Read(None, findings=(*tree.findings, *(_no_brief(tops, name) if tree.whole else ())))
    top = tops[0]

    def place(key: str) -> Span | None:
        depth, mark = deepest(top, key)
        return span_at(name, mark) if mark and depth else Span(name, 1)

    answered = brief_of(top, name, place)
    findings = (*tree.findings, *answered.findings)
    return Read(None if findings else answered.brief, (), findings, tuple(answered.notices), dict(top))


def _no_brief(tops: list[Any], name: str) -> tuple[Finding, ...]:
    ref, help_ = Ref("file", name), say("begin it with a key such as `name:`")
    if not tops:
        return (EMPTY_FILE.at(ref, say("the file says nothing"), place=Span(name, 1), help=help_, severity="error"),)
    if len(tops) > 1:
        return (
            WRONG_SHAPE.at(
                ref,
                say("the file holds {n} documents, where one brief belongs", n=len(tops)),
                place=Span(name, 1),
                help=say("keep one of them"),
            ),
        )
    message = say("the file holds {shape}, where keys such as `goals:` belong", shape=shape_of(tops[0]))
    return (WRONG_SHAPE.at(ref, message, place=span_at(name, START), help=help_),)


def read_passages(passages: tuple[Passage, ...], name: str, more: tuple[Found, ...] = ()) -> Read:
    """Read what a document says: its answers to the eight questions, found by headings and wording, and what else was found."""
    paper = find(passages)
    found = (*paper.found, *more)
    answers = answers_of(found)
    lines = {each.key: each.line for each in reversed(found) if each.line}

    def place(key: str) -> Span | None:
        line = lines.get(key.partition(".")[0])
        return Span(name, line) if line else None

    answered = brief_of(answers, name, place)
    notices = (*answered.notices, *paper.notices)
    return Read(answered.brief, found, tuple(answered.findings), notices, answers, passages)
