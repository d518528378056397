"""A brief is read from YAML, from a document with the same headings, and from files that are neither."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from vitalfew.base.errors import ExtraMissing, PaperUnreadable
from vitalfew.draft import pdf_paper, read
from vitalfew.draft.answers import listed, people
from vitalfew.draft.read import read_brief

WHOLE = """
name: Harbour Bakery
industry: craft bakery
size: 42
goals:
  - Grow repeat orders
  - Waste less bread
focus: speed, quality and cost
scope: all four shops
stakeholders: [owners, guests]
reporting: weekly to the owners
"""

BOMB = "a: &b0 [x, x, x, x, x, x, x, x, x]\n" + "".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]\n" for n in range(1, 9))


def written(folder: Path, text: str, name: str = "brief.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_yaml_with_the_eight_keys_is_a_brief(tmp_path: Path) -> None:
    found = read_brief(written(tmp_path, WHOLE))

    assert found.findings == ()
    assert found.brief is not None
    assert (found.brief.name, found.brief.size) == ("Harbour Bakery", 42)
    assert found.brief.goals == ("Grow repeat orders", "Waste less bread")
    assert found.brief.focus == ("speed", "quality", "cost")
    assert found.notices == ("`focus` is read as 3 items: speed | quality | cost",)


def test_all_faults_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    text = "name: 7\nindustry: shop\nsize: many\nstakholders: [owners]\npreset: executve\ncurrency: euro\ngoals: []\n"
    found = read_brief(written(tmp_path, text))

    assert found.brief is None
    told = {each.field: (each.place.line if each.place else 0, each.help) for each in found.findings}
    assert told == {
        "name": (1, 'put it in quotes: "7"'),
        "size": (3, "count the people who work there, such as `size: 250`"),
        "stakholders": (4, "did you mean `stakeholders`?"),
        "preset": (5, "did you mean `executive`?"),
        "currency": (6, "write a currency code such as `EUR`"),
        "goals": (7, "write what it wants to reach, one goal a line, under `goals:`"),
    }


def test_a_size_is_read_out_of_words_and_never_guessed(tmp_path: Path) -> None:
    assert [people(text) for text in ("about 1,200 employees", "250", "30 people")] == [1200, 250, 30]
    assert [people(text) for text in ("50-100", "many", "a few hundred", "")] == [None] * 4
    found = read_brief(written(tmp_path, WHOLE.replace("size: 42\n", "")))
    assert found.brief is None
    assert [each.field for each in found.findings] == ["size"]
    assert "never guessed" in found.findings[0].help


def test_one_line_is_parted_into_items_and_a_goal_with_commas_stays_whole(tmp_path: Path) -> None:
    assert listed("1. Keep customers\n2) Earn more") == ["Keep customers", "Earn more"]
    assert listed("owners; the board, in spring; staff") == ["owners", "the board, in spring", "staff"]
    goals = WHOLE.replace("goals:\n  - Grow repeat orders\n  - Waste less bread\n", "goals: {}\n")
    one = read_brief(written(tmp_path, goals.format("Cut cost, time and waste")))
    assert one.brief is not None
    assert one.brief.goals == ("Cut cost, time and waste",)
    two = read_brief(written(tmp_path, goals.format("Grow orders, waste less bread")))
    assert two.brief is not None
    assert two.brief.goals == ("Grow orders", "waste less bread")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[a, b]", "where keys such as `goals:` belong"),
        ("name: a\n---\nname: b\n", "the file holds 2 documents"),
        ("# nothing\n", "the file says nothing"),
        ("name: [\n", "breaks YAML's rules"),
        (BOMB, "500,000 values"),
        (WHOLE + f"mission: {'long ' * 500}\n", "2,499 characters, more than 2,000"),
        (WHOLE + f"excluded: [{', '.join(f'k{n}' for n in range(61))}]\n", "61 items, more than 60"),
    ],
    ids=["list", "two documents", "empty", "broken", "bomb", "long text", "long list"],
)  # fmt: skip
def test_what_is_no_brief_is_a_finding(tmp_path: Path, text: str, says: str) -> None:
    found = read_brief(written(tmp_path, text))

    assert found.brief is None
    assert says in " ".join(each.message for each in found.findings)


def test_a_document_with_the_eight_headings_is_a_brief(tmp_path: Path) -> None:
    text = (
        "# Our brief\n\n## Name\nHarbour Bakery\n\nIndustry: craft bakery\n\n**Size:** 42 people\n\n## Strategic goals\n"
        "1. Grow repeat orders\n2. Waste less\n   bread\n\n## Performance focus\nspeed, quality\n\n## Scope\nAll four shops\n\n"
        "## Stakeholders\n- Owners\n- Guests\n\n## Reporting frequency\nweekly\n"
    )
    found = read_brief(written(tmp_path, text, "brief.md"))

    assert found.findings == ()
    assert found.brief is not None
    assert found.brief.model_dump(exclude_defaults=True) == {
        "name": "Harbour Bakery",
        "industry": "craft bakery",
        "size": 42,
        "goals": ("Grow repeat orders", "Waste less bread"),
        "focus": ("speed", "quality"),
        "scope": "All four shops",
        "stakeholders": ("Owners", "Guests"),
        "reporting": "weekly",
    }
    assert [str(each.place) for each in found.found if each.key == "goals"] == ["line 11", "line 12"]


def packed(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def blank_pdf(*, password: str | None = None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("paper.docx", b"no archive at all", "is damaged or no Word document"),
        ("paper.docx", b"PK\x03\x04 cut", "is damaged or no Word document"),
        ("paper.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "protected by a password or an old .doc"),
        ("paper.docx", packed({"a.txt": b"x"}), "is an archive but no Word document"),
        ("paper.docx", packed({"word/document.xml": b"<broken"}), "is damaged or no Word document"),
        ("paper.docx", packed({"word/document.xml": b" " * 26_000_000}), "unpacks to more than 25,000,000 bytes"),
        ("paper.docx", packed({"word/media/a.png": b" " * 101_000_000, "word/document.xml": b""}), "more than 100,000,000 bytes"),
        ("paper.pdf", b"%PDF-1.7 and then nothing", "is damaged or no PDF"),
        ("paper.pdf", b"\x00" * 500 + b"not a pdf", "is damaged or no PDF"),
        ("paper.pdf", blank_pdf(), "holds no text"),
        ("paper.pdf", blank_pdf(password="secret"), "is protected by a password"),  # noqa: S106  # the file's, made here
        ("paper.pdf", b"", "is empty"),
        ("paper.yaml", b"  \n", "is empty"),
        ("paper.xlsx", b"x", "is no kind of file"),
    ],
)
def test_a_paper_that_cannot_be_read_is_told_in_one_sentence(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(PaperUnreadable) as told:
        read_brief(path)
    assert says in str(told.value)
    assert told.value.help


def drawn(data: bytes) -> bytes:
    """Write a PDF of one page that draws what is given, packed."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    font = {"/Type": NameObject("/Font"), "/Subtype": NameObject("/Type1"), "/BaseFont": NameObject("/Helvetica")}
    named = DictionaryObject({NameObject("/F1"): DictionaryObject({NameObject(key): value for key, value in font.items()})})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): named})
    stream = StreamObject()
    stream.set_data(data)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())  # noqa: SLF001  # its public way adds pages alone
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


def test_a_small_pdf_that_draws_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(drawn(b"0 0 m " * 4_000_000))
    assert path.stat().st_size < 100_000
    with pytest.raises(PaperUnreadable, match="draws more than a paper of text does"):
        read_brief(path)
    monkeypatch.setattr(pdf_paper, "MOST_STEPS", 100)
    path.write_bytes(drawn(b"0 0 m " * 1_000))
    with pytest.raises(PaperUnreadable, match="draws more than a paper of text does"):
        read_brief(path)


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_paper_is_read_or_refused_and_nothing_else(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # chance for tests
    document = docx.Document()
    document.add_heading("Goals", 1)
    document.add_paragraph("Earn more", style="List Bullet")
    kept = BytesIO()
    document.save(kept)
    with zipfile.ZipFile(kept) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    ends: list[str] = []
    for _ in range(15):
        part = chance.choice(["word/document.xml", "word/styles.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"])
        (tmp_path / "a.docx").write_bytes(packed(parts | {part: spoilt(parts[part], chance)}))
        (tmp_path / "a.pdf").write_bytes(spoilt(drawn(b"BT /F1 12 Tf 20 99 Td (Goal 1: Earn more than before) Tj ET"), chance))
        for name in ("a.docx", "a.pdf"):
            try:
                read = read_brief(tmp_path / name)
            except PaperUnreadable:
                ends.append("refused")
            else:
                assert read.brief is not None or read.findings, "what was read gives a brief, or what is wrong with it"
                ends.append("read")
    assert {"read", "refused"} == set(ends), "the damage is neither always harmless nor always the end"


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """Change some bytes, and cut or double some."""
    made = bytearray(content)
    for _ in range(chance.choice([1, 4, 20])):
        at = chance.randrange(len(made))
        made[at : at + chance.choice([0, 1, 1, 9])] = made[at : at + chance.choice([0, 7])] or bytes([chance.randrange(256)])
    return bytes(made)


def test_a_paper_is_bounded_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(read.MOST_BYTES + 1)
    with pytest.raises(PaperUnreadable, match="more than 20,000,000"):
        read_brief(path)
    with pytest.raises(PaperUnreadable, match="is not there"):
        read_brief(tmp_path / "none.md")
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(PaperUnreadable, match="is not a file"):
        read_brief(tmp_path / "folder.md")


@pytest.mark.parametrize(("name", "package"), [("paper.docx", "docx"), ("paper.pdf", "pypdf")])
def test_a_missing_extra_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    path = tmp_path / name
    path.write_bytes(b"something")

    with pytest.raises(ExtraMissing) as told:
        read_brief(path)
    assert "vitalfew[documents]" in told.value.help
