"""The framework of a workspace, with the place of everything and every fault of its files.

Nothing about a user's text is raised. A finding's ref is the noun's; of a section it is `<section>:main`, such as
`calendar:main`; of a file `file:framework/x.yaml`; of the whole `framework:main`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any

from vitalfew.base.finding import Finding, Span, by_place
from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.base.said import say
from vitalfew.load.build import build
from vitalfew.load.decode import MOST_BYTES, decode, too_large
from vitalfew.load.link import link
from vitalfew.load.merge import Merged, merge
from vitalfew.load.shape import KINDS, section
from vitalfew.load.silence import WORD, Silence, silences_in
from vitalfew.load.smells import EMPTY_FILE, EMPTY_FRAMEWORK, OVERSIZED_FILE, UNREADABLE_FILE, UNUSABLE_FILE
from vitalfew.load.span import Spans
from vitalfew.load.tree import read_tree
from vitalfew.model.framework import Framework
from vitalfew.model.publishing import Publishing

MOST_BYTES_IN_ALL = 100_000_000
SUFFIXES = {".yaml", ".yml"}


@dataclass(frozen=True)
class Loaded:
    """A framework as read: what could not be read is left out of it, is among the findings, and is not judged again."""

    framework: Framework
    spans: Spans
    findings: tuple[Finding, ...]
    silences: tuple[Silence, ...] = ()
    faults: frozenset[tuple[Ref, str]] = frozenset()
    lost: frozenset[Ref] = frozenset()
    whole: bool = True
    """False where a file or a whole part of one could not be read, so that rules would judge what they do not know."""

    def is_faulted(self, ref: Ref, field: str | None) -> bool:
        """Tell whether reading has already flagged a field of a noun, or the noun as a whole.

        What is said of a noun without a field rests on others that name it, so it falls with the noun's id.
        """
        if not self.whole or ref in self.lost:
            return True
        return (ref, (field or "id").partition(".")[0]) in self.faults


def load(root: Path) -> Loaded:
    """Read every YAML file below `root/framework`."""
    return _load(*contents(root), root)


def contents(root: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """Give what is in every YAML file below `root/framework`, and the files that were refused."""
    texts: dict[str, bytes] = {}
    refused: list[Finding] = []
    size = 0
    for path in _files(root / "framework"):
        name = path.relative_to(root).as_posix()
        content = _content(path, name, MOST_BYTES_IN_ALL - size)
        if isinstance(content, Finding):
            refused.append(content)
        else:
            size += len(content)
            texts[name] = content
    return texts, refused


def load_texts(texts: Mapping[str, bytes | str]) -> Loaded:
    """Read files given as name → content."""
    return _load({name: _bytes(content) for name, content in texts.items()}, [])


def _bytes(content: bytes | str) -> bytes:
    return content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content


def _files(folder: Path) -> Iterator[Path]:
    """Give the YAML files below a folder; hidden ones belong to editors and tools."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if path.suffix.lower() in SUFFIXES and not path.is_dir() and not any(part.startswith(".") for part in inside):
            yield path


def _content(path: Path, name: str, left: int) -> bytes | Finding:
    try:
        kept = path.stat()
        size = kept.st_size
        if not S_ISREG(kept.st_mode):  # a pipe or a device has no end to read to
            return _unopened(name, say("it is a pipe or a device"))
        if size > MOST_BYTES:
            return too_large(name, size)
        if size > left:
            message = say(
                "the files hold more than {most:,} bytes together; this one and later ones are not read", most=MOST_BYTES_IN_ALL
            )
            return OVERSIZED_FILE.at(Ref("file", name), message, place=Span(name, 1), help=say("keep data outside `framework/`"))
        return path.read_bytes()
    except OSError as error:
        return _unopened(name, error.strerror)


def _unopened(name: str, why: str | None) -> Finding:
    message = say("the file cannot be opened: {why}", why=why)
    return UNREADABLE_FILE.at(Ref("file", name), message, place=Span(name, 1), help=say("check that it exists and may be read"))


def _load(contents: Mapping[str, bytes], refused: Iterable[Finding], root: Path | None = None) -> Loaded:
    findings = list(refused)
    whole = not findings
    texts: dict[str, str] = {}
    tops: list[tuple[str, Any]] = []
    for name, content in sorted(contents.items()):
        text = decode(content, name)
        if isinstance(text, Finding):
            findings.append(text)
            whole = False
            continue
        tree = read_tree(text, name)
        texts[name] = text
        findings += tree.findings
        whole = whole and tree.whole
        tops += [(name, top) for top in tree.documents]
        if tree.whole and all(top is None for top in tree.documents):
            findings.append(EMPTY_FILE.at(Ref("file", name), say("the file says nothing"), place=Span(name, 1)))
    merged = merge(tops)
    if not whole:
        merged.open_kinds.update(KINDS.values())
    built = build(merged)
    link(merged, built)
    if root and {"logo", "font"} & built.framework.publishing.model_fields_set:
        _check_brand(merged, built.framework.publishing, root)
    findings += merged.findings
    if whole and not merged.data and not merged.findings:
        findings.append(EMPTY_FRAMEWORK.at(FRAMEWORK, say("no file under `framework/` declares anything")))
        whole = False
    whole = whole and merged.whole
    return Loaded(
        built.framework,
        merged.spans,
        tuple(sorted(findings, key=by_place)),
        tuple(_silences(texts, merged)) if whole else (),  # rules keep quiet, so every silence would seem idle
        frozenset(merged.faults),
        frozenset(built.lost),
        whole,
    )


def _check_brand(merged: Merged, publishing: Publishing, root: Path) -> None:
    from vitalfew.load.brand import brand  # noqa: PLC0415  # few workspaces have a logo

    ref = section("publishing")
    for field, message in brand(root, publishing)[1].items():
        merged.flag(UNUSABLE_FILE, ref, message, merged.spans.find(ref, field), field)


def _silences(texts: Mapping[str, str], merged: Merged) -> Iterator[Silence]:
    speaking = {name: text for name, text in texts.items() if WORD in text}
    if not speaking:
        return
    starting = {(span.file, span.line): ref for span, ref in merged.spans.starting()}
    for name, text in speaking.items():
        yield from silences_in(text, name, starting)
