"""Documents look as `publishing` says, in every format; a file that could do harm is refused."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document as read_word  # noqa: N813  # it is a function
from pptx import Presentation
from pypdf import PdfReader

from vitalfew.base.errors import Refused
from vitalfew.formats.format import Look, formats
from vitalfew.formats.picture import style
from vitalfew.load.brand import PNG, UnusableFile, font, logo
from vitalfew.publication import look, render
from vitalfew.workspace import Workspace

FONT = Path(__file__).parents[2] / "src" / "vitalfew" / "formats" / "fonts" / "Inter-latin.ttf"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{}</svg>'
FRAMEWORK = """\
organization: {name: Corner & Sons}
strategy: {mission: Bread that people walk for.}
calendar: {today: 2026-06-15}
kpis: [{id: sold, name: Loaves sold}]
publishing:
  logo: brand/logo.svg
  colour: "#0b5394"
  accent: "#b02a30"
  font: brand/house.ttf
  footer: Corner & Sons, Lisbon
  confidential: For the board alone
  paper: Letter
  language: de
"""


@pytest.fixture
def branded(tmp_path: Path) -> Workspace:
    """Give a small workspace with a logo, a font and colours of its own."""
    for name, content in (
        ("framework/main.yaml", FRAMEWORK.encode()),
        ("brand/logo.svg", SVG.format('<rect width="40" height="20" fill="#0b5394"/>').encode()),
        ("brand/house.ttf", FONT.read_bytes()),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return Workspace.open(tmp_path)


def test_every_format_obeys(branded: Workspace) -> None:
    found = {each.format: each.content for each in render(branded, ["kpi-definitions"], tuple(formats()))}

    html = found["html"].decode()
    assert all(each in html for each in ("--colour: #0b5394", "--accent: #b02a30", "size: Letter", "@font-face", 'lang="de"'))
    assert '<img class="logo" src="data:image/svg+xml;base64,' in html
    pages = PdfReader(BytesIO(found["pdf"])).pages
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [612, 792]
    word = read_word(BytesIO(found["docx"]))
    assert (len(word.inline_shapes), str(word.styles["Heading 1"].font.color.rgb)) == (1, "0B5394")
    assert word.styles["Normal"].font.name == "Inter"
    deck = Presentation(BytesIO(found["pptx"]))
    assert all([each.name for each in slide.slide_layout.shapes][-1] == "Logo" for slide in deck.slides)
    assert b'typeface="Inter"' in ZipFile(BytesIO(found["pptx"])).read("ppt/theme/theme1.xml")
    with ZipFile(BytesIO(found["xlsx"])) as book:
        parts = {name: book.read(name).decode(errors="replace") for name in book.namelist()}
    assert {name for name in parts if name.startswith("xl/media/")} == {"xl/media/image1.png"}
    assert all(each in parts["xl/styles.xml"] for each in ('<name val="Inter"/>', "FF0B5394", "FFB02A30"))
    assert 'paperSize="1"' in parts["xl/worksheets/sheet1.xml"]
    told = {
        "html": html.replace("&amp;", "&"),
        "pdf": " ".join(page.extract_text() for page in pages),
        "docx": "\n".join(each.text for each in (*word.paragraphs, *word.sections[0].footer.paragraphs)),
        "pptx": "\n".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame),
        "xlsx": parts["xl/sharedStrings.xml"].replace("&amp;", "&"),
        "markdown": found["markdown"].decode().replace("\\", ""),
    }
    assert told.keys() == formats().keys()
    for kind, text in told.items():
        assert "For the board alone" in text, kind
        assert "Corner & Sons, Lisbon" in text, kind


def test_drawings_take_the_colour(branded: Workspace) -> None:
    assert "#0b5394" in style(look(branded).colour)
    assert "#1f4e79" not in style(look(branded).colour)


def test_without_a_word_documents_look_as_they_always_do(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text("kpis: [{id: sold}]\n", encoding="utf-8")
    assert look(Workspace.open(tmp_path)) == Look()


def test_without_the_logo_nothing_is_published(branded: Workspace) -> None:
    (branded.root / "brand" / "logo.svg").unlink()
    with pytest.raises(Refused, match=r"`brand/logo\.svg`: there is no such file"):
        render(branded, ["kpi-definitions"], ["html"])
    [finding] = (each for each in Workspace.open(branded.root).check() if each.code == "FIL020")
    assert (str(finding.place), finding.field) == ("framework/main.yaml:6:3", "logo")


def png(width: int, height: int, content: bytes) -> bytes:
    def chunk(name: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(content)) + chunk(b"IEND", b"")


WHOLE = png(4, 2, (b"\0" + bytes(12)) * 2)
HARMFUL = {
    "runs a script": SVG.format("<script>alert(1)</script>").encode(),
    "runs on a click": SVG.format('<rect onclick="alert(1)" width="4" height="2"/>').encode(),
    "holds a page": SVG.format('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>').encode(),
    "reads a file": SVG.format('<image href="file:///etc/hostname" width="4" height="2"/>').encode(),
    "asks a host": SVG.format('<use href="https://example.org/x.svg#a"/>').encode(),
    "asks a host by its style": SVG.format("<style>@import 'https://example.org/x.css';</style>").encode(),
    "asks a host by its fill": SVG.format('<rect fill="url(https://example.org/x.svg#a)" width="4" height="2"/>').encode(),
    "multiplies itself": b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG.format("<text>&b;</text>").encode(),
    "uses itself over and over": SVG.format("<g id='a'/>" + "<use href='#a'/>" * 21).encode(),
    "has no size": b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="4" height="2"/></svg>',
    "is a long line": png(4_000, 1, bytes(12_001)),
    "is no drawing": b"GIF89a",
    "is cut off": WHOLE[:-20],
    "was changed": WHOLE.replace(b"IDAT", b"IDAX", 1),
    "is larger than it says": png(4, 2, bytes(1_000_000)),
    "says it is huge": png(60_000, 60_000, b"\0"),
}


@pytest.mark.parametrize("content", HARMFUL.values(), ids=HARMFUL)
def test_a_logo_that_is_more_than_a_drawing_or_less_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "logo.svg").write_bytes(content)
    with pytest.raises(UnusableFile):
        logo(tmp_path, "logo.svg")


def test_a_file_outside_is_refused_and_a_whole_one_is_given(tmp_path: Path) -> None:
    inside = tmp_path / "workspace"
    inside.mkdir()
    (tmp_path / "logo.png").write_bytes(WHOLE)
    (inside / "link.png").symlink_to(tmp_path / "logo.png")
    for path in ("../logo.png", "link.png", "."):
        with pytest.raises(UnusableFile):
            logo(inside, path)
    (inside / "logo.png").write_bytes(WHOLE)
    assert logo(inside, "logo.png") == WHOLE
    assert font(FONT.parent, FONT.name).name == "Inter"
    for content in (b"", b"OTTO" + bytes(40), FONT.read_bytes()[:200]):
        (inside / "house.ttf").write_bytes(content)
        with pytest.raises(UnusableFile):
            font(inside, "house.ttf")
