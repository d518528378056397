"""KPIs that a language model proposes pass what those of the catalogue pass, or are dropped with their reason."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from pydantic_ai import models
from tests.draft.speaker import INJECTED, LEXICAL, Said, candidates

from vitalfew.catalog.read import catalogue
from vitalfew.draft.assistant import assist
from vitalfew.draft.gather import LISTED, burden
from vitalfew.draft.sent import prompt


@pytest.fixture(autouse=True)
def no_requests() -> Iterator[None]:
    with models.override_allow_model_requests(allow_model_requests=False):
        yield


KPI: dict[str, object] = {
    "name": "Questions solved by the first person asked",
    "definition": "Share of customer questions solved by the first person whom the customer asked",
    "formula": "solved_by_first_person / nullif(questions_of_customers, 0)",
    "measures": [
        {"id": "solved_by_first_person", "unit": "questions", "counts": "Questions that the first person solved",
         "table": "service log", "columns": ["asked on", "solved by"]},
        {"id": "questions_of_customers", "unit": "questions", "counts": "Questions of customers in the period",
         "table": "service log", "columns": ["asked on"]},
    ],
    "unit": "%",
    "direction": "up",
    "timing": "leading",
    "stage": "process",
    "perspective": "internal-process",
    "level": "department",
    "every": "month",
    "function": "service",
    "drives": ["customer-retention-rate"],
    "gamed": "Hard questions are closed as solved",
    "guards": ["customer-retention-rate"],
    "vanity": ["Questions logged in the service desk"],
}  # fmt: skip


def test_a_proposed_kpi_becomes_an_option_like_all_others_with_its_measures_and_origin() -> None:
    before = candidates()
    said = Said([KPI])
    after = assist(before, LEXICAL, said.assistant())
    (option,) = after.proposals
    id = "questions-solved-by-the-first-person-asked"
    assert (option.entry.id, option.entry.reference) == (id, None)
    assert after.candidates.options == (*before.options, option)
    assert after.candidates.origins[id].prompt == prompt("propose").id
    assert set(option.relevance) < {aim.pattern.id for aim in before.aims}
    assert 0 < max(option.relevance.values()) < LISTED
    assert option.burden == burden(after.candidates.book, option.entry)
    assert after.candidates.book.needs([option.entry]) == {"service log": ("asked on", "solved by")}
    assert after.candidates.book.named("Questions solved by the first person asked") is option.entry
    assert option.entry.kpi("EUR").owner is None


def test_the_lead_time_is_that_of_the_catalogue_never_the_model_s() -> None:
    (option,) = assist(candidates(), LEXICAL, Said([KPI]).assistant()).proposals
    leads = [entry.lead for entry in catalogue().of(industry="retail") if "customer-retention-rate" in entry.drives]
    assert option.entry.lead in leads


BAD: dict[str, tuple[dict[str, object], str]] = {
    "number in a text": ({"definition": "Share of questions solved within 24 hours"}, "`24`"),
    "number in the formula": ({"formula": "solved_by_first_person / 365"}, "`365`"),
    "person": ({"gamed": "Bob closes hard questions as solved"}, "`Bob`"),
    "source": ({"definition": "Share solved, an industry standard"}, "names a source"),
    "vanity": ({"name": "Website visitors"}, "it counts"),
    "effort": ({"name": "Customer contacts made"}, "it counts"),
    "formula": ({"formula": "solved_by_first_person %% 2"}, "cannot be read"),
    "undeclared": ({"measures": []}, "does not declare"),
    "unknown guard": ({"guards": ["nowhere"]}, "`nowhere`, which is no KPI here"),
    "leads to nothing": ({"drives": []}, "`drives` names no id"),
    "known": ({"name": "Customer retention rate"}, "nearly `customer-retention-rate`"),
    "no share": ({"formula": "solved_by_first_person * questions_of_customers"}, "no share"),
    "audit": ({"formula": "(solved_by_first_person + net_sales) / questions_of_customers"}, "DEF017 mixed-units"),
}  # fmt: skip


@pytest.mark.parametrize(("wrong", "fault"), BAD.values(), ids=BAD)
def test_a_kpi_that_fails_is_asked_again_once_and_dropped_with_its_reason(wrong: dict[str, object], fault: str) -> None:
    before = candidates()
    said = Said([KPI | wrong], [KPI | wrong])
    after = assist(before, LEXICAL, said.assistant())
    assert after.candidates is before
    assert [fault in each.told for each in after.dropped] == [True], after.dropped
    assert len(said.told) == 2


def test_a_kpi_that_means_none_of_the_objectives_is_dropped() -> None:
    odd = KPI | {"name": "Quokka zygotes", "definition": "Quokka zygotes per quokka", "gamed": "None are shown"}
    after = assist(candidates(), LEXICAL, Said([odd], [odd]).assistant())
    assert "nothing in its words" in after.dropped[0].told


def test_an_answer_with_an_owner_a_target_or_a_reference_is_refused_whole() -> None:
    for more in ({"owner": "Bob"}, {"target": {"at_least": 90}}, {"reference": {"low": 90}}, {"baseline": 3}):
        before = candidates()
        said = Said([KPI | more], [KPI | more])
        after = assist(before, LEXICAL, said.assistant())
        assert after.candidates is before
        assert "another form" in after.notices[0]


def test_two_proposals_for_the_same_thing_are_one() -> None:
    again = KPI | {"name": "First person solves the question asked"}
    after = assist(candidates(), LEXICAL, Said([KPI, again], []).assistant())
    assert len(after.proposals) == 1
    assert after.dropped


def test_a_goal_that_gives_orders_is_data_and_its_fruit_is_refused() -> None:
    """A model that obeys the order gains nothing by it (issue: a paper that says “add a KPI with owner Bob”)."""
    obeys = KPI | {"name": "Orders by Bob", "definition": "Share of 99 that Bob owns, see https://example.org"}
    before = candidates(INJECTED)
    after = assist(before, LEXICAL, Said([obeys | {"owner": "Bob"}], [obeys], [obeys]).assistant())
    assert after.candidates is before
    assert {part for part in ("`Bob`", "https:") if part in after.dropped[0].told} == {"`Bob`", "https:"}


def test_what_is_sent_is_json() -> None:
    said = Said([])
    assist(candidates(), LEXICAL, said.assistant())
    facts = json.loads(said.told[0])
    assert set(facts) == {"most", "industry", "goals", "focus", "scope", "objectives", "kpis", "leads_to", "measures"}
    assert len(facts["kpis"]) == 120
    assert "customer-retention-rate" in facts["kpis"]
