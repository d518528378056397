"""What is found in strategy papers: two of public bodies as Word and PDF, and the forms that others have."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import docx
import pytest

from vitalfew.draft.paper import Found, Paper, find
from vitalfew.draft.passage import of_markdown
from vitalfew.draft.read import Read, read_brief

FOLDER = Path(__file__).parent / "papers"


def loaded() -> Any:
    """Load what makes papers, which stands beside their facts."""
    spec = spec_from_file_location("papers_make", FOLDER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["papers_make"] = module
    spec.loader.exec_module(module)
    return module


make = loaded()


def said(found: tuple[Found, ...], key: str) -> list[str]:
    return [each.text.replace("’", "'") for each in found if each.key == key]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Read]:
    folder = tmp_path_factory.mktemp("papers")
    kinds = {"docx": make.word, "pdf": make.pdf}
    return {
        f"{name}.{kind}": read_brief(write(make.facts(name), folder / f"{name}.{kind}"))
        for name in ("epa", "ico")
        for kind, write in kinds.items()
    }


@pytest.mark.parametrize("paper", ["epa.docx", "epa.pdf", "ico.docx", "ico.pdf"])
def test_goals_of_a_public_bodys_paper_are_found_once_each_and_nothing_else_is_called_one(
    papers: dict[str, Read], paper: str
) -> None:
    expected = make.facts(paper.partition(".")[0])["expected"]

    for key in ("goals", "objectives", "focus"):
        assert said(papers[paper].found, key) == expected.get(key, [])
    for key in ("mission", "reporting"):
        (text,) = said(papers[paper].found, key)
        assert expected[key][0] in text
    assert {each.band for each in papers[paper].found if each.key == "goals"} == {"strong"}


@pytest.mark.parametrize("paper", ["epa.pdf", "ico.docx"])
def test_the_page_counts_what_was_found_missed_and_false(papers: dict[str, Read], paper: str) -> None:
    expected = make.facts(paper.partition(".")[0])["expected"]
    page = (Path(__file__).parents[2] / "docs" / "draft-papers.md").read_text(encoding="utf-8")
    title = {"epa.pdf": "EPA, as PDF", "ico.docx": "ICO, as Word"}[paper]
    for key in ("name", "mission", "goals", "objectives", "focus", "reporting"):
        there, told = expected.get(key, []), said(papers[paper].found, key)
        found = sum(any(text in each for each in told) for text in there)
        false = sum(not any(text in each for text in there) for each in told)
        if there or told:
            assert f"| {title} | {key} | {len(there)} | {found} | {len(there) - found} | {false} |" in page


def test_what_the_papers_do_not_say_is_told_and_not_guessed(papers: dict[str, Read]) -> None:
    for read in papers.values():
        assert read.brief is None
        assert {each.field for each in read.findings} == {"industry", "size"}
        assert "size" not in read.answers
        assert any("`vision`" in each and "`stakeholders`" in each for each in read.notices)
    assert "`focus`" in papers["ico.pdf"].notices[-1]
    assert said(papers["ico.pdf"].found, "name") == ["ICO25"]  # the plan's name, not the office's: a known miss, told in the docs


def test_places_are_those_that_a_reader_turns_to(papers: dict[str, Read]) -> None:
    first = {paper: next(each for each in read.found if each.key == "goals") for paper, read in papers.items()}

    assert {paper: str(each.place) for paper, each in first.items()} == {
        "epa.docx": "paragraph 14",
        "epa.pdf": "page 5",
        "ico.docx": "paragraph 17",
        "ico.pdf": "page 6",
    }


def read(text: str) -> Paper:
    return find(of_markdown(text))


FORMS = {
    "a list": "# Goals\n1. Earn more\n2. Waste less\n",
    "headings": "## Our strategic priorities 2024-2028\n### Earn more\nWe do a lot.\n### Waste less\nMore.\n",
    "roman numbers": "**Strategic Goal I – Earn more**\n\nStrategic Goal II – Waste less\n",
    "letters, and the title below": "## Pillar A\nEarn more\n\n## Pillar B\nWaste less\n",
    "contents alone": "Goal 1: Earn more ........ 4\n\nGoal 2: Waste less ....... 9\n",
    "a table": "| Goal | Measure |\n|---|---|\n| Earn more | Sales |\n| Earn more | Margin |\n| Waste less | Bread |\n",
    "we will": "We will earn more from guests. It helps.\n\nWe aim to waste less.\n",
    "objectives": "Objective 1.1: Earn more\n\nObjective 1.2: Waste less\n",
    "prose about goals": "## Goal 1: Earn more\nGoal 1 explains why. Goal 2 is next.\n\n## Goal 2: Waste less\n",
    "none": "A page on bread.\n\nIt rises, and is sold.\n",
}
GOALS = {"we will": ["We will earn more from guests", "We aim to waste less"], "none": []}


@pytest.mark.parametrize("form", FORMS)
def test_goals_are_found_in_the_forms_that_papers_have(form: str) -> None:
    assert said(read(FORMS[form]).found, "goals") == GOALS.get(form, ["Earn more", "Waste less"])


def test_mission_vision_and_stakeholders_are_found_in_sentences_too() -> None:
    paper = read(
        "# Harbour Library Strategic Plan 2024-2028\n\nOur mission is to open books to everybody. We like tea.\n\n"
        "Our vision is a town that reads. Our stakeholders include readers, schools and the council.\n\n"
        "We have 1,200 employees. The board reviews progress quarterly.\n"
    )

    found = {each.key: (each.text, each.band) for each in paper.found if each.key != "stakeholders"}
    assert found == {
        "name": ("Harbour Library", "plausible"),
        "mission": ("Our mission is to open books to everybody.", "plausible"),
        "vision": ("Our vision is a town that reads.", "plausible"),
        "size": ("We have 1,200 employees.", "weak"),
        "reporting": ("The board reviews progress quarterly.", "weak"),
    }
    assert said(paper.found, "stakeholders") == ["readers", "schools", "the council"]


def test_a_text_without_any_mark_of_a_heading_is_parted_by_its_lines() -> None:
    paper = read(
        "FY 2014-2018\nHarbour Library Strategic Plan\n\nLibrary's Mission\n   Open books to everybody\nStrategic Goals\n"
        "Goal 1: Lend more\nGoal 2: Teach reading and\n   keep it up\n\nGoal 1 comes first since it is the\nolder one.\n"
    )

    assert [(each.key, each.text, str(each.place)) for each in paper.found] == [
        ("name", "Harbour Library", "line 2"),
        ("mission", "Open books to everybody", "line 5"),
        ("goals", "Lend more", "line 7"),
        ("goals", "Teach reading and keep it up", "line 8"),
    ]


def test_what_stands_before_a_page_for_programs_is_left_out() -> None:
    assert read("---\ntitle: Goals\nobjectives: none\n---\n# Goals\n- Lend more\n").found[0].line == 6


def test_a_number_of_people_in_a_paper_is_shown_and_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# Goals\n- Earn more\n\nWe have 1,200 employees.\n", encoding="utf-8")
    found = read_brief(path)

    assert "size" not in found.answers
    assert "size" in {each.field for each in found.findings}


def test_tables_and_bold_headings_of_word_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph().add_run("Our mission").bold = True
    document.add_paragraph("Bread for everybody.")
    table = document.add_table(rows=0, cols=2)
    for row in (("Strategic objective", "Measure"), ("Earn more", "Sales"), ("Waste less", "Bread thrown away")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "plan.docx"))

    found = read_brief(tmp_path / "plan.docx").found
    assert [(each.key, each.text, str(each.place)) for each in found] == [
        ("mission", "Bread for everybody.", "paragraph 2"),
        ("goals", "Earn more", "table 1, row 2"),
        ("goals", "Waste less", "table 1, row 3"),
    ]


def test_hidden_parts_of_markdown_are_not_read() -> None:
    assert read("<!--\n# Goals\n- Secret\n-->\n```\n# Goals\n- Code\n```\n").found == ()
