"""A draft with a language model: what it adds is marked, and without an answer all is as without it."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

import pytest
from pydantic_ai.exceptions import ModelAPIError
from pydantic_ai.messages import ModelMessage, ModelResponse, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from vitalfew.draft.asked import Assistant
from vitalfew.draft.assistant import Assistance, Suggestion, taken
from vitalfew.draft.brief import Brief
from vitalfew.draft.draft import Draft, draft
from vitalfew.draft.sent import prompt
from vitalfew.text.engine import engine

TODAY = date(2026, 11, 23)
LEXICAL = engine("lexical")
BRIEF = Brief(name="Harbour Lane", industry="hospitality", size=9, goals=("Guests come back", "Staff stay"))
KPI: dict[str, Any] = {
    "name": "New guests whom earlier ones brought along",
    "definition": "Share of new guests who came along with one who had come before",
    "formula": "guests_back_with_friends / nullif(guests_back_at_all, 0)",
    "measures": [
        {"id": "guests_back_with_friends", "unit": "guests", "counts": "Guests who came back and brought new ones",
         "table": "visit book", "columns": ["visited on", "guest", "brought"]},
        {"id": "guests_back_at_all", "unit": "guests", "counts": "Guests who came back in the period",
         "table": "visit book", "columns": ["visited on", "guest"]},
    ],
    "unit": "%",
    "direction": "up",
    "timing": "lagging",
    "stage": "outcome",
    "perspective": "customer",
    "level": "organisation",
    "every": "month",
    "function": "service",
    "drives": [],
    "gamed": "Every guest at a table counts as brought",
    "guards": [],
    "vanity": ["Tables booked by groups"],
}  # fmt: skip


@cache
def without() -> Draft:
    return draft(BRIEF, today=TODAY, engine=LEXICAL)


def helped(model: FunctionModel, *, agrees: bool = True, brief: Brief = BRIEF) -> tuple[Draft, Assistance]:
    helping = Assistance(Assistant(model, "said-1", lambda _: agrees), LEXICAL)
    made = draft(brief, today=TODAY, engine=LEXICAL, assist=helping.assist, explain=helping.explain)
    return made, helping


def fluent(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
    """Propose the KPI, and give a reason for each KPI that is asked about."""
    facts = json.loads(str(messages[-1].parts[-1].content))  # type: ignore[union-attr]  # a prompt, as it is the first request
    if "most" in facts:
        items = [KPI | {"guards": [next(iter(facts["kpis"]))]}]
    else:
        items = [{"kpi": each["kpi"], "because": f"it tells of this: {each['objective']}"} for each in facts["kpis"]]
    return ModelResponse([ToolCallPart(info.output_tools[0].name, {"items": items})])


def test_what_was_proposed_and_chosen_is_marked_in_the_files_with_its_prompt() -> None:
    id = "new-guests-whom-earlier-ones-brought-along"
    made, helping = helped(FunctionModel(fluent), brief=BRIEF.model_copy(update={"pinned": (id,)}))
    assert helping.dropped == ()
    assert [option.entry.id for option in helping.proposals] == [id]
    text = made.files["framework/kpis.yaml"]
    mark = f"# proposed by a language model (said-1, {prompt('propose').id}); see that it fits"
    assert f"{mark}\n" in text.partition(f"- id: {id}")[0]
    assert text.count("proposed by a language model") == 1
    assert f"# `because` was written by a language model (said-1, {prompt('because').id})" in text
    assert "guests_back_with_friends" in made.files["framework/measures.yaml"]
    assert made.framework.kpi[id].owner == "head-of-harbour-lane"
    assert [finding for finding in made.findings if finding.severity != "info"] == []
    assert {need.table for need in made.data.needs} >= {"visit book"}


def test_a_goal_in_a_model_s_words_is_marked_beside_its_objective() -> None:
    helping = Assistance(Assistant(FunctionModel(_babbles), "said-1", lambda _: True), LEXICAL)
    goal = Suggestion(1, BRIEF.goals[0], "Guests come back within a season", "guests who come back", "it leaves open when")
    brief = taken(BRIEF, [goal], helping.by)
    made = draft(brief, today=TODAY, engine=LEXICAL, assist=helping.assist)
    mark = f"# “{goal.statement}” was worded by a language model (said-1, {prompt('sharpen').id})"
    assert mark in made.files["framework/objectives.yaml"]


def _fails(_: list[ModelMessage], __: AgentInfo) -> ModelResponse:
    raise ModelAPIError("said-1", "out of order")


def _babbles(_: list[ModelMessage], info: AgentInfo) -> ModelResponse:
    return ModelResponse([ToolCallPart(info.output_tools[0].name, {"items": "I am a teapot"})])


def _lies(_: list[ModelMessage], info: AgentInfo) -> ModelResponse:
    items = [KPI | {"definition": "Share of the 95 guests whom Bob knows"}]
    return ModelResponse([ToolCallPart(info.output_tools[0].name, {"items": items})])


@pytest.mark.parametrize(("model", "agrees"), [(_fails, True), (_babbles, True), (_lies, True), (fluent, False)])
def test_without_a_usable_answer_the_files_are_those_without_a_language_model(model: Any, *, agrees: bool) -> None:
    made, helping = helped(FunctionModel(model), agrees=agrees)
    assert made.files == without().files
    assert helping.notices or helping.dropped
