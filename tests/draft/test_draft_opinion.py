"""A language model's opinion of KPIs stands beside their scores, says where it differs, and is told nothing private (FUT-2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.draft.test_draft_ai_server import Server, served

from vitalfew.cli.app import app
from vitalfew.draft.asked import MODEL, URL

FRAMEWORK = """
organization: {name: Harbour Lane Ltd}
people: [{id: jane, name: Jane Quill}]
objectives: [{id: loyal, statement: Customers stay with Harbour Lane}]
kpis:
  - {id: churn, name: Customer churn, definition: "Share of customers who left, as Jane Quill counts them", objectives: [loyal]}
  - {id: roofs, name: Roof repairs, objectives: [loyal]}
  - {id: jane-calls, name: Calls of one seller, objectives: [loyal], subject: jane}
"""
WEAK = {"kpi": "roofs", "band": "weak", "why": "Roof repairs say nothing of whether customers stay."}


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def url(server: Server, tmp_path: Path) -> Iterator[str]:
    (tmp_path / "framework").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(FRAMEWORK, encoding="utf-8")
    with served(server) as found:
        yield found


def answers(server: Server, *items: dict[str, str]) -> None:
    server.answers = [(200, json.dumps({"items": items}))]


def scored(folder: Path, url: str, *more: str) -> Result:
    return CliRunner().invoke(app, ["-C", str(folder), "score", "--kpis", *more], env={MODEL: "llama", URL: url})


def test_an_opinion_stands_beside_the_score_and_leaves_it_as_it_is(server: Server, url: str, tmp_path: Path) -> None:
    answers(server, {"kpi": "churn", "band": "strong", "why": "It shows whether customers stay."}, WEAK)
    alone = json.loads(scored(tmp_path, url, "--format", "json").stdout)
    both = json.loads(scored(tmp_path, url, "--format", "json", "--ai", "--yes").stdout)
    opinion = both.pop("opinion")
    assert both == alone
    assert "opinion" not in alone
    bands = {each["kpi"]: each["band"] for each in both["kpis"]}
    assert {each["kpi"]: each["differs"] for each in opinion["kpis"]} == {"churn": bands["churn"] == "weak", "roofs": False}
    assert (opinion["model"], opinion["requests"], opinion["cost_usd"]) == ("llama", 1, None)
    told = scored(tmp_path, url, "--ai", "--yes").stdout
    assert "second opinion (llama): weak: Roof repairs say nothing of whether customers stay." in told
    assert "a band or more from the score" in told


def test_what_is_private_never_leaves_and_neither_do_names_and_scores(server: Server, url: str, tmp_path: Path) -> None:
    answers(server, WEAK)
    assert scored(tmp_path, url, "--ai", "--yes", "--viewer", "jane").exit_code == 0
    (request,) = server.asked
    sent = request["messages"][1]["content"]
    assert {each["kpi"] for each in json.loads(sent)["kpis"]} == {"churn", "roofs"}
    assert all(word not in sent for word in ("Jane", "Quill", "Calls of one seller", "Harbour", "score", "points"))
    assert "Customers stay with [ORGANISATION]" in sent


def test_nothing_is_sent_unless_somebody_agrees(server: Server, url: str, tmp_path: Path) -> None:
    shown = scored(tmp_path, url, "--ai", "--show-sent")
    assert shown.exit_code == 0
    assert '"name": "Roof repairs"' in shown.stderr
    assert "second opinion" not in scored(tmp_path, url, "--ai").stdout
    assert not server.asked
    assert CliRunner().invoke(app, ["-C", str(tmp_path), "score", "--ai"]).exit_code == 2


def test_an_opinion_with_a_number_or_of_another_kpi_is_dropped(server: Server, url: str, tmp_path: Path) -> None:
    answers(server, WEAK | {"why": "Only 12 % of customers care."}, WEAK | {"kpi": "jane-calls"})
    opinion = json.loads(scored(tmp_path, url, "--format", "json", "--ai", "--yes").stdout)["opinion"]
    assert opinion["kpis"] == []
    assert "`12`" in str(opinion["dropped"])
    assert "there is no KPI `jane-calls`" in str(opinion["dropped"])


def test_where_the_model_fails_the_scores_are_the_same(server: Server, url: str, tmp_path: Path) -> None:
    server.answers = [(503, "out of order")]
    done = scored(tmp_path, url, "--ai", "--yes")
    assert done.exit_code == 0
    assert done.stdout == scored(tmp_path, url).stdout
    assert "of no help" in done.stderr
