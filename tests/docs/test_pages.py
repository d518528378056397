"""The documentation keeps its word: links lead somewhere, examples run, nothing public goes unmentioned."""

from __future__ import annotations

import doctest
import re
import shutil
from pathlib import Path

import click
import pytest

import vitalfew
from vitalfew.base.finding import Smell
from vitalfew.base.quantity import MISSING
from vitalfew.cli.app import app, commands
from vitalfew.load.read import load_texts
from vitalfew.model.framework import NOUN_KEYS, Framework
from vitalfew.model.preset import PRESETS
from vitalfew.workspace import smells

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "changes").glob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)|<img[^>]*src=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
TEXT = {page: page.read_text(encoding="utf-8") for page in PAGES}
REFERENCE = {page.stem: TEXT[page] for page in PAGES if page.parent.name == "reference"}
BY_HAND = "\n".join(text for page, text in TEXT.items() if page.parent.name != "reference")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    """Leave out code blocks, in which brackets are code."""
    return re.sub(r"^(```+).*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(text: str) -> set[str]:
    """Give the anchors of a page as they are made of its headings."""
    kept = (re.sub(r"[^\w\- ]", "", heading.strip().lower()) for heading in HEADING.findall(prose(text)))
    return {each.replace(" ", "-") for each in kept}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    dead = []
    for link in (next(filter(None, found)) for found in LINK.findall(prose(TEXT[page]))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            dead.append(link)
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_begins_with_its_one_title(page: Path) -> None:
    titles = re.findall(r"^# .+$", prose(TEXT[page]), re.MULTILINE)
    assert len(titles) == 1
    assert TEXT[page].startswith(titles[0])


@pytest.mark.parametrize("command", commands())
def test_every_command_and_option_is_in_the_reference(command: str) -> None:
    section = REFERENCE["cli"].split(f"\n## {command}\n")[1].split("\n## ")[0]
    found = app.get_command(click.Context(app), command)
    assert found is not None
    options = [option for param in found.params for option in param.opts if option.startswith("-")]
    assert [option for option in options if f"`{option}" not in section] == []


@pytest.mark.parametrize("command", commands())
def test_every_command_is_written_about_by_hand(command: str) -> None:
    assert f"vitalfew {command}" in BY_HAND


@pytest.mark.parametrize("smell", smells(), ids=lambda smell: smell.code)
def test_every_kind_of_finding_is_in_the_index(smell: Smell) -> None:
    assert f"| {smell.code} | [{smell.slug}](" in REFERENCE["rules"]


@pytest.mark.parametrize("key", Framework.model_fields)
def test_every_noun_is_in_the_reference_and_in_the_guide(key: str) -> None:
    assert f"| `{key}` |" in REFERENCE["framework"]
    guide = TEXT[ROOT / "docs" / "framework-file.md"]
    assert re.search(rf"\b{key.replace('_', '[ _]')}\b", guide, re.IGNORECASE)


def test_every_preset_and_every_reason_for_a_missing_number_is_written_about() -> None:
    assert [preset for preset in PRESETS if f"`{preset}`" not in BY_HAND] == []
    measuring = TEXT[ROOT / "docs" / "measuring.md"]
    assert [word for word, words in MISSING.items() if f"| `{word}` | {words} |" not in measuring] == []
    assert len(NOUN_KEYS) < len(Framework.model_fields)


@pytest.mark.parametrize("public", vitalfew.__all__)
def test_every_public_name_is_in_the_reference(public: str) -> None:
    assert f"\n## {public}\n" in REFERENCE["python"]
    assert getattr(vitalfew, public).__doc__


@pytest.mark.parametrize("smell", smells(), ids=lambda smell: smell.code)
def test_a_demand_names_every_rule_that_meets_it(smell: Smell) -> None:
    page = TEXT[ROOT / "docs" / "requirements.md"]
    rows = dict(re.findall(r"^\| ([A-Z]{3}-\d+) \|(.*)$", page, re.MULTILINE))
    assert [demand for demand in smell.requirements if f"`{smell.slug}`" not in rows[demand]] == []


def test_the_demands_name_no_rule_that_does_not_exist() -> None:
    page = TEXT[ROOT / "docs" / "requirements.md"]
    rules = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", page))
    assert rules - {smell.slug for smell in smells()} <= set(PRESETS)


def yaml_blocks(page: str) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```", TEXT[ROOT / "docs" / page], re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", yaml_blocks("framework-file.md"), ids=lambda block: block.split(":")[0].strip("# "))
def test_the_examples_of_the_guide_are_read_without_a_fault(block: str) -> None:
    """References and baselines of one excerpt stand in another, so only the reading itself is judged."""
    loaded = load_texts({"framework/guide.yaml": block})
    assert [str(finding) for finding in loaded.findings if finding.rule != "unknown-reference"] == []


def test_the_guide_as_a_whole_is_a_framework_without_dead_references() -> None:
    files = {f"framework/{number}.yaml": block for number, block in enumerate(yaml_blocks("framework-file.md"))}
    found = {finding.ref.id for finding in load_texts(files).findings if finding.rule == "unknown-reference"}
    assert found <= {"grow-recurring-revenue", "second-order-30", "welcome-box", "loyal-customers"}


@pytest.mark.parametrize("page", ["README.md", "docs/python.md"])
def test_the_examples_in_python_run(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = doctest.DocTestParser().get_examples(
        "\n".join(re.findall(r"^```pycon\n(.*?)^```", TEXT[ROOT / page], re.MULTILINE | re.DOTALL))
    )
    assert examples
    shutil.copytree(ROOT / "docs" / "example", tmp_path / "docs" / "example", ignore=shutil.ignore_patterns(".vitalfew"))
    monkeypatch.chdir(tmp_path)
    failed = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    failed.run(doctest.DocTest(examples, {}, page, None, None, None))
    assert failed.failures == 0


def test_the_picture_asks_nothing_of_other_hosts() -> None:
    picture = (ROOT / "docs" / "picture" / "scorecard.svg").read_text(encoding="utf-8")
    addresses = set(re.findall(r"https?://[^\"' )]+", picture))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert "@font-face" not in picture


def test_changes_are_numbered_in_one_row() -> None:
    numbers = sorted(int(page.name[:4]) for page in (ROOT / "changes").glob("[0-9]*.md"))
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
