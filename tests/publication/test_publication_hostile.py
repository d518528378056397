"""Whatever people write, every report is whole in every format; the same facts give the same bytes in every process."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from itertools import cycle
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
import yaml
from docx import Document as read_word  # noqa: N813  # it is a function
from pptx import Presentation
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from vitalfew.formats.format import formats
from vitalfew.publication import render
from vitalfew.reports.report import reports
from vitalfew.workspace import Workspace

EXAMPLE = Path(__file__).parents[1] / "load" / "example" / "framework.yaml"
HOSTILE = (
    "=cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "מדד הנאמנות של הלקוחות \u202e abc \u202c",
    "订阅客户的净收入留存率与毛利",
    "👩‍👩‍👧‍👦 🔥 ±∞ ﷽",
    "x" * 400,
    "a\u0000b\u0007c\u001bd\ufffee".replace("\u0000", ""),
    '# head | cell `code *bold* [link](javascript:alert(1)) \\ ${x} #import "x" $ & \' "',
    "]]></w:t></a:t> &amp; &#x0; %s {0} {unit}",
)
TEXTS = {"name", "statement", "text", "description", "definition", "because", "mission", "vision", "destination", "role", "focus"}
TEXTS |= {"phase", "question", "footer", "confidential", "because_of", "hypothesis", "plan", "goals", "milestones"}


def hostile(part: object, words: cycle[str], key: str = "") -> object:
    """Give a framework with every free text replaced."""
    if isinstance(part, dict):
        return {name: hostile(each, words, str(name)) for name, each in part.items()}
    if isinstance(part, list):
        return [hostile(each, words, key) for each in part]
    return next(words) if isinstance(part, str) and key in TEXTS else part


def written(folder: Path, framework: object) -> Workspace:
    (folder / "framework").mkdir(parents=True)
    (folder / "framework" / "main.yaml").write_text(yaml.safe_dump(framework, allow_unicode=False), encoding="utf-8")
    return Workspace.open(folder, as_of=date(2026, 6, 30))


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Give the example of every noun, with hostile texts wherever people write."""
    held = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    changed = hostile(held | {"publishing": {"footer": "x", "confidential": "y"}}, cycle(HOSTILE))
    return written(tmp_path_factory.mktemp("hostile"), changed)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return written(tmp_path_factory.mktemp("bare"), {"organization": {"name": "Nobody yet"}})


class Page(HTMLParser):
    """What tags a page has, and what they say of themselves."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def assert_whole(kind: str, content: bytes) -> None:
    """Open a document as others do, and see that nothing in it runs or leads away."""
    if kind in {"docx", "pptx", "xlsx"}:
        with ZipFile(BytesIO(content)) as file:
            assert file.testzip() is None
            assert len({*file.namelist()}) == len(file.namelist())
            parts = {name: file.read(name) for name in file.namelist()}
        for name, part in parts.items():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(part)  # noqa: S314  # our own
            assert b'TargetMode="External"' not in part, name
    match kind:
        case "html":
            page = Page(content.decode())
            assert not page.tags & {"script", "iframe", "object", "embed", "link", "form", "base"}
            assert not [name for name in page.attributes if name.startswith("on")]
            assert (
                "javascript:"
                not in "".join(part for part in content.decode().split('href="')[1:] if not part.startswith("#"))[:11]
            )
        case "pdf":
            reader = PdfReader(BytesIO(content))
            assert reader.pages
            assert b"/JavaScript" not in content
        case "docx":
            assert read_word(BytesIO(content)).paragraphs
        case "pptx":
            assert len(Presentation(BytesIO(content)).slides) > 0
        case "xlsx":
            book = CalamineWorkbook.from_filelike(BytesIO(content))
            assert len({name.lower() for name in book.sheet_names}) == len(book.sheet_names)
            formulas = [each for part in parts.values() for each in part.split(b"<f>")[1:]]
            assert all(each.startswith(b"COUNTIF(") for each in formulas)
        case "markdown":
            assert not re.search(r"(?<!\\)<script", content.decode())


@pytest.fixture(scope="module")
def found(attacked: Workspace) -> Mapping[str, tuple[str, bytes]]:
    """Give every hostile document by the name of its file, with its format."""
    return {each.name: (each.format, each.content) for each in render(attacked, tuple(reports()), tuple(formats()))}


def test_hostile_texts_are_written_whole_by_every_report_in_every_format(found: Mapping[str, tuple[str, bytes]]) -> None:
    assert len(found) == len(reports()) * len(formats())
    for kind, content in found.values():
        assert_whole(kind, content)


def test_an_empty_framework_is_written_whole_by_every_report_in_every_format(bare: Workspace) -> None:
    for each in render(bare, tuple(reports()), tuple(formats())):
        assert_whole(each.format, each.content)


def test_what_was_written_stands_in_cells_as_it_was_written(found: Mapping[str, tuple[str, bytes]]) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(found["kpi-definitions.xlsx"][1]))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    cells = "\n".join(str(cell) for row in rows for cell in row)
    assert "订阅客户的净收入留存率与毛利" in cells


SHOWN = """\
import json, sys
from datetime import date
from hashlib import sha256
from vitalfew.formats.format import formats
from vitalfew.publication import render
from vitalfew.reports.report import reports
from vitalfew.workspace import Workspace
workspace = Workspace.open(sys.argv[1], as_of=date(2026, 6, 30))
found = render(workspace, tuple(reports()), tuple(formats()))
print(json.dumps({each.name: sha256(each.content).hexdigest() for each in found}))
"""


def test_another_process_with_other_hashes_writes_the_same_bytes(
    attacked: Workspace, found: Mapping[str, tuple[str, bytes]]
) -> None:
    command = [sys.executable, "-c", SHOWN, str(attacked.root)]
    done = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "4711"}, capture_output=True, check=True)
    assert json.loads(done.stdout) == {name: sha256(content).hexdigest() for name, (_, content) in found.items()}
