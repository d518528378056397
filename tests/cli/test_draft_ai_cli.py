"""`vitalfew draft --ai` shows what it sends, says what came of it, and drafts the same where nothing did."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.draft.test_draft_ai_server import Server, served

from vitalfew.cli.app import app
from vitalfew.draft.asked import MODEL, URL

BRIEF = "name: Harbour Lane\nindustry: hospitality\nsize: 9\ngoals: [Improve customer service, Staff stay]\n"


@pytest.fixture(scope="module")
def server() -> Server:
    return Server()


@pytest.fixture(scope="module")
def url(server: Server) -> Iterator[str]:
    with served(server) as found:
        yield found


def drafted(folder: Path, *options: str, **environ: str) -> Result:
    folder.mkdir(exist_ok=True)
    (folder / "given.yaml").write_text(BRIEF)
    said = ["draft", str(folder), "--brief", str(folder / "given.yaml"), "--yes", "--no-publish", *options]
    env: dict[str, str | None] = {MODEL: None, URL: None, **environ}
    return CliRunner().invoke(app, said, env=env)


def framework(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted((folder / "framework").glob("*.yaml"))}


def test_what_is_sent_is_shown_and_what_did_not_help_changes_nothing(tmp_path: Path, server: Server, url: str) -> None:
    """The server answers each question as if it were the first: a suggestion for a goal, which `--yes` does not take."""
    plain = drafted(tmp_path / "plain", "--ai")
    assert plain.exit_code == 0
    assert "none is named" in plain.stderr
    done = drafted(tmp_path / "ai", "--ai", "--format", "json", **{MODEL: "llama", URL: url})
    assert done.exit_code == 0, done.output
    assert framework(tmp_path / "ai") == framework(tmp_path / "plain")
    sent = server.asked[0]["messages"][1]["content"]
    assert sent in done.stderr
    assert "suggested: Customers get their question solved at once" in done.stderr
    assert "its answer has another form" in done.stderr
    assert "cost unknown" in done.stderr
    told = json.loads(done.stdout)["language_model"]
    assert (told["model"], told["proposed"], told["cost_usd"]) == ("llama", [], None)
    assert told["requests"] == len(server.asked) == 5


def test_show_sent_sends_and_writes_nothing(tmp_path: Path, server: Server, url: str) -> None:
    asked = len(server.asked)
    done = drafted(tmp_path, "--ai", "--show-sent", "--redact", "Staff", **{MODEL: "llama", URL: url})
    assert done.exit_code == 0
    assert len(server.asked) == asked
    assert not (tmp_path / "framework").exists()
    assert '"goals": [\n  "Improve customer service",\n  "[WORD_1] stay"\n ]' in done.stderr


def test_options_of_asking_need_the_asking(tmp_path: Path) -> None:
    assert drafted(tmp_path, "--show-sent").exit_code == 2
