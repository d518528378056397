"""Every rule's page is its test: marked lines are flagged, the text block is the exact output, all other blocks are clean."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

import pytest
from tests.rules.past_page import evidence

from vitalfew.base.finding import Finding, by_place
from vitalfew.base.page import page
from vitalfew.load.read import load_texts
from vitalfew.rules.engine import Rule, in_order, rules, run

TODAY = date(2026, 6, 30)
BLOCK = re.compile(r"```yaml\n(.*?)```(?:\n+```text\n(.*?)```)?", re.DOTALL)
MARK = re.compile(r" +# expect: ([A-Z]{3}\d{3})$", re.MULTILINE)


class Block(NamedTuple):
    """A YAML block of a page, with the heading it stands under and the output that follows it."""

    section: str
    text: str
    output: str


def blocks(rule: Rule) -> list[Block]:
    sections = re.split(r"^## ", page(rule.smell), flags=re.MULTILINE)[1:]
    return [Block(part.partition("\n")[0], *match) for part in sections for match in BLOCK.findall(part)]


def found(rule: Rule, text: str) -> list[Finding]:
    loaded = load_texts({"framework.yaml": MARK.sub("", text)})
    assert {finding.rule for finding in loaded.findings} <= {"unknown-reference"}, "a page shows whole YAML"
    leaders = [each for each in rules() if each.smell.code in rule.after]
    known = evidence(text, loaded.framework, TODAY)
    findings = run(in_order([*(_alone(each) for each in leaders), rule]), loaded.framework, today=TODAY, evidence=known)
    return sorted((loaded.spans.place(each) for each in findings if each.code == rule.smell.code), key=by_place)


def _alone(rule: Rule) -> Rule:
    return Rule(rule.smell, rule.check, rule.needs, (), rule.before_live)


def marked(text: str) -> list[tuple[int, str]]:
    return [(number, mark[1]) for number, line in enumerate(text.splitlines(), 1) if (mark := MARK.search(line))]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.smell.slug)
def test_a_rule_does_what_its_page_says(rule: Rule) -> None:
    for block in blocks(rule):
        findings = found(rule, block.text)
        assert [(each.place.line if each.place else 1, each.code) for each in findings] == marked(block.text), block.text
        if block.output:
            assert "\n".join(map(str, findings)) + "\n" == block.output


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.smell.slug)
def test_a_page_has_its_headings_and_as_many_clean_blocks_as_flagged_ones(rule: Rule) -> None:
    text = page(rule.smell)
    assert text.startswith(f"# {rule.smell.slug} ({rule.smell.code})\n")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) in (["Flagged", "Accepted"], ["Flagged", "Accepted", "Edge cases"])
    flagged = [bool(marked(block.text)) for block in blocks(rule)]
    assert 0 < sum(flagged) <= len(flagged) - sum(flagged)
    assert all(marked(block.text) and block.output for block in blocks(rule) if block.section == "Flagged")
    assert not any(marked(block.text) for block in blocks(rule) if block.section == "Accepted")
    assert all(requirement in text for requirement in rule.smell.requirements)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.smell.slug)
def test_a_block_holds_three_nouns_or_fewer(rule: Rule) -> None:
    assert all(len(re.findall(r"^  - ", block.text, re.MULTILINE)) <= 3 for block in blocks(rule))
