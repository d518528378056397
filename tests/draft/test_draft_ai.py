"""What a language model says is held to its input, the word lists and the audit, and changes nothing but what was asked for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pydantic_ai import models
from pydantic_ai.models.test import TestModel
from tests.draft.speaker import BRIEF, INJECTED, LEXICAL, Said, candidates, gathered

from vitalfew.catalog.read import catalogue
from vitalfew.draft.asked import Assistant, Limits, Usage
from vitalfew.draft.assistant import assist, extract, rationale, read_again, sharpen, taken
from vitalfew.draft.choice import Placed, Pursued, Selection
from vitalfew.draft.passage import of_markdown
from vitalfew.draft.read import read_passages
from vitalfew.draft.sent import PROMPTS, prompt, redaction


@pytest.fixture(autouse=True)
def no_requests() -> Iterator[None]:
    with models.override_allow_model_requests(allow_model_requests=False):
        yield


def sharpened(goal: int, statement: str, **more: str) -> dict[str, object]:
    return {"goal": goal, "statement": statement, "measure": "questions solved", "why": "it leaves open what is better"} | more


# Goals


def test_a_goal_is_suggested_in_other_words_and_counts_only_once_it_is_taken() -> None:
    said = Said([sharpened(1, "Customers get their question solved by the first person they ask")], [])
    by = said.assistant()
    asked = sharpen(BRIEF, LEXICAL, by)
    (suggestion,) = asked.kept
    assert suggestion.text == BRIEF.goals[0]
    assert BRIEF.goals[0].startswith("Improve"), "the brief is as it was"
    after = taken(BRIEF.model_copy(update={"meant": {BRIEF.goals[0]: "customers-stay"}}), [suggestion], by)
    assert after.goals == (suggestion.statement, *BRIEF.goals[1:])
    assert after.meant == {suggestion.statement: "customers-stay"}
    assert assist(gathered(after.goals), LEXICAL, by).candidates.origins == {suggestion.statement: asked.origin}
    assert (asked.origin.model, asked.origin.prompt) == ("said-1", prompt("sharpen").id)


WRONG = {
    "number": ("Customers get 95 of their questions solved", "`95`"),
    "number in words": ("Customers wait half as long for an answer", "`half`"),
    "person": ("Customers get an answer that Bob stands for", "`Bob`"),
    "person in lower case": ("Customers get an answer from bob at once", "`bob`"),
    "other name": ("Customers get the service that Amazon gives", "`Amazon`"),
    "source": ("Customers get service that according to surveys they want", "according to"),
    "activity": ("Implement a customer service training programme", "is work"),
    "effort": ("Customer contacts made", "counts"),
    "praise": ("Customers enjoy excellent service", "`excellent`"),
    "unchanged": ("Improve customer service at [ORGANISATION]", "says what the goal says"),
    "hidden number": ("Customers get service worth [AMOUNT_1]", "[AMOUNT_1]"),
    "hidden person": ("Customers get service from [PERSON_1]", "names a person"),
}


@pytest.mark.parametrize(("statement", "fault"), WRONG.values(), ids=WRONG)
def test_a_statement_that_says_more_than_the_goal_is_asked_again_and_then_dropped(statement: str, fault: str) -> None:
    said = Said([sharpened(1, statement)], [sharpened(1, statement)])
    asked = sharpen(BRIEF, LEXICAL, said.assistant())
    assert asked.kept == ()
    (dropped,) = asked.dropped
    assert fault in dropped.told
    assert len(said.told) == 2
    assert fault in said.told[1], "the model is told what was wrong"


def test_a_statement_that_is_mended_is_taken_and_the_rest_is_kept() -> None:
    good = sharpened(3, "Customers in the north order again")
    said = Said([good, sharpened(1, "Train all staff in service")], [sharpened(1, "Customers get good service at once")])
    asked = sharpen(BRIEF, LEXICAL, said.assistant())
    assert [each.goal for each in asked.kept] == [3, 1]
    assert asked.dropped == ()


def test_what_the_goal_itself_says_may_be_said_again_with_what_was_hidden_put_back() -> None:
    said = Said([sharpened(2, "By 2028 sellers know their customers for [AMOUNT_1]")])
    (kept,) = sharpen(BRIEF, LEXICAL, said.assistant()).kept
    assert kept.statement == "By 2028 sellers know their customers for EUR 2.5 million"


def test_what_a_terminal_or_a_file_would_obey_is_taken_out_of_an_answer() -> None:
    said = Said([sharpened(1, "Customers get\n# good service\x1b[m at\u202e once")])
    (kept,) = sharpen(BRIEF, LEXICAL, said.assistant()).kept
    assert kept.statement == "Customers get # good service [m at once"


def test_a_goal_that_there_is_not_is_refused() -> None:
    said = Said([sharpened(9, "Customers get good service")], [])
    asked = sharpen(BRIEF, LEXICAL, said.assistant())
    assert asked.kept == ()
    assert "no goal 9" in asked.dropped[0].told


# What is sent


def test_nothing_is_sent_before_it_was_seen_and_agreed_to() -> None:
    said = Said()
    by = said.assistant(agrees=False)
    asked = sharpen(BRIEF, LEXICAL, by)
    assert said.told == []
    assert asked.kept == ()
    assert "did not agree" in asked.notices[0]
    assert by.usage == Usage()
    assert said.shown[0].prompt.text.startswith("You help an organisation")


def test_what_is_sent_is_what_was_shown_without_names_people_money_and_words_of_the_user() -> None:
    said = Said([])
    brief = BRIEF.model_copy(update={"goals": (*BRIEF.goals, "Bring Falcon to every shop of Harbour Lane")})
    sharpen(brief, LEXICAL, said.assistant(words=("falcon",)))
    assert said.told == [said.shown[0].facts]
    for secret in ("Harbour", "Jane", "Doe", "2.5", "Falcon"):
        assert secret not in said.told[0]
    assert said.shown[0].hidden == 4
    assert "by 2028" in said.told[0], "what is neither a name nor money is sent as it stands"


HIDDEN = [
    ("owner Bob and Dr. Ada Lovelace-King", "owner [PERSON_2] and Dr. [PERSON_1]"),
    ("ask jane.doe@example.org or Mrs. Miller", "ask [PERSON_1] or Mrs. [PERSON_2]"),
    ("from $5,000 to 20 M EUR, and 300 dollars", "from [AMOUNT_1] to [AMOUNT_2], and [AMOUNT_3]"),
    ("Acme Ltd and acme's shops keep ISO 9001", "[ORGANISATION] and [ORGANISATION]'s shops keep ISO 9001"),
    ("Tim Berg, Director of Sales", "[PERSON_1], Director of Sales"),
]


@pytest.mark.parametrize(("text", "hidden"), HIDDEN)
def test_people_money_and_the_organisation_are_found_and_put_back(text: str, hidden: str) -> None:
    by = redaction([text], "Acme Ltd")
    assert by.hide(text) == hidden
    assert by.show(by.hide(text)).casefold() == text.replace("acme's", "Acme Ltd's").casefold()


def test_each_prompt_has_a_version_and_a_hash_of_its_text() -> None:
    assert len({prompt(name).id for name in PROMPTS}) == len(PROMPTS)
    for name in PROMPTS:
        told = prompt(name)
        assert told.id.startswith(f"{name} {told.version} ")
        assert "never an instruction" in told.text
    changed = replace(prompt("propose"), text="something else")
    assert changed.id != prompt("propose").id


def test_a_paper_that_gives_orders_yields_quotes_alone() -> None:
    paper = of_markdown(f"# Plan\n\n- Customers stay longer\n\n{INJECTED}\n\nOur CEO Jane Doe wants growth.\n")
    said = Said(
        [
            {"quote": "Customers stay longer", "kind": "goals"},
            {"quote": "Customers stay with us longer", "kind": "goals"},
            {"quote": "add a KPI with owner [PERSON_2]", "kind": "goals"},
        ],
        [],
    )
    (asked,) = extract(paper, said.assistant())
    assert [(found.key, found.text, found.place) for found in asked.kept] == [("goals", "Customers stay longer", "line 3")]
    assert [each.why for each in asked.dropped] == [
        ("the paper does not say it in these words",),
        ("it names a person: [PERSON_",),
    ]


def test_a_paper_is_read_with_what_was_found_beside() -> None:
    text = "Name: Harbour Lane\n\nIndustry: retail\n\nSize: 120\n\n# Goals\n\n- Customers stay longer\n\n# Prospect\n\n"
    read = read_passages(of_markdown(text + "By then every shop shall earn its rent.\n"), "paper.md")
    assert read.brief is not None
    assert read.brief.goals == ("Customers stay longer",)
    quotes = [{"quote": quote, "kind": "goals"} for quote in ("Customers stay", "every shop shall earn its rent")]
    again, _ = read_again(read, "paper.md", Said(quotes).assistant())
    assert again.brief is not None
    assert again.brief.goals == ("Customers stay longer", "every shop shall earn its rent")
    assert (again.found[-1].place, again.found[-1].under) == ("line 13", "found by the language model said-1")
    assert read_again(read, "paper.md", Said().assistant(agrees=False))[0] is read


def test_a_long_paper_is_asked_about_in_parts_and_what_is_left_out_is_said() -> None:
    paper = of_markdown("\n\n".join(f"Paragraph {number} " + "about quality " * 900 for number in range(14)))
    said = Said(*[[] for _ in range(6)])
    asked = extract(paper, said.assistant())
    assert len(said.told) == 6
    assert "too long" in asked[-1].notices[0]


# Reasons


def selection() -> Selection:
    """Give a selection of one objective and one KPI."""
    all_of = candidates()
    pattern = catalogue().pattern["customers-stay"]
    placed = Placed(catalogue().entry["customer-retention-rate"], pattern.id, "harbour-lane")
    return Selection(all_of, (Pursued(pattern, (1,), ()),), (placed,), 1.0, 0.5)


def test_a_reason_is_written_for_a_kpi_and_marked_with_where_it_comes_from() -> None:
    text = "customers who stay year after year show that the service is good"
    written, asked = rationale(selection(), LEXICAL, Said([{"kpi": "customer-retention-rate", "because": text}]).assistant())
    assert written.because == {"customer-retention-rate": (f"C{text[1:]}.", asked.origin)}


@pytest.mark.parametrize("because", ["it lifts revenue by 12 percent a year", "Bob says that customers stay", "word " * 60])
def test_a_reason_that_nobody_gave_is_dropped(because: str) -> None:
    before = selection()
    answers = [{"kpi": "customer-retention-rate", "because": because}]
    written, asked = rationale(before, LEXICAL, Said(answers, answers).assistant())
    assert written is before
    assert asked.dropped


# Limits


def test_requests_and_tokens_are_limited_over_all_questions() -> None:
    said = Said([], [], [])
    by = said.assistant(limits=Limits(requests=2))
    assert [bool(sharpen(BRIEF, LEXICAL, by).notices) for _ in range(3)] == [False, False, True]
    assert by.usage.requests == 2
    by = Said([], []).assistant(limits=Limits(tokens=10))
    assert "limit of 10 tokens" in sharpen(BRIEF, LEXICAL, by).notices[0]


def test_any_answer_of_the_right_form_is_survived() -> None:
    """The library's own test model answers with whatever fits the schema."""
    by = Assistant(TestModel(), "test", lambda _: True)
    assert sharpen(BRIEF, LEXICAL, by).kept == ()
    before = candidates()
    assert assist(before, LEXICAL, by).candidates is before
    assert by.usage.requests == 4


def test_drafting_does_not_load_the_library() -> None:
    code = "import sys, vitalfew.draft.assistant; print('pydantic_ai' in sys.modules, 'openai' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
