"""A local server that speaks OpenAI's protocol is asked, and whatever it answers, a draft goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

from vitalfew.base.errors import BadOption
from vitalfew.draft.asked import KEY, MODEL, SECONDS, TOKENS, URL, Asked, Assistant, Unanswered, assistant
from vitalfew.draft.assistant import Suggestion, sharpen
from vitalfew.draft.brief import Brief
from vitalfew.draft.sent import Sent
from vitalfew.text.engine import engine

LEXICAL = engine("lexical")
BRIEF = Brief(name="Acme", industry="retail", size=30, goals=("Improve customer service",))
GOOD = json.dumps(
    {"items": [{"goal": 1, "statement": "Customers get their question solved at once", "measure": "questions", "why": "vague"}]}
)


class Server:
    """A server of the test's own: `answers` are a status with a text, one for each request; the last one stays."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, str]] = [(200, GOOD)]
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.usage: dict[str, int] | None = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
        self.may_answer = Event()
        self.may_answer.set()

    def answer(self, request: dict[str, Any]) -> tuple[int, bytes]:
        """Give status and body of one answer."""
        self.asked.append(request)
        status, text = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if status != 200:
            return status, json.dumps({"error": {"message": text, "type": "error", "code": None}}).encode()
        message: dict[str, Any] = {"role": "assistant", "content": text}
        if "tools" in request:
            called = {"name": request["tools"][0]["function"]["name"], "arguments": text}
            message = {"role": "assistant", "tool_calls": [{"id": "1", "type": "function", "function": called}]}
        choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
        whole = {"id": "1", "object": "chat.completion", "created": 1, "model": request["model"], "choices": choices}
        return 200, json.dumps(whole | ({"usage": self.usage} if self.usage else {})).encode()


@contextmanager
def served(server: Server) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            server.keys.append(self.headers["authorization"])
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            server.may_answer.wait(30)
            status, body = server.answer(request)
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Keep quiet where the other side has gone."""

    web = Quiet(("127.0.0.1", 0), Handler)
    thread = Thread(target=web.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{web.server_port}/v1"
    finally:
        server.may_answer.set()
        web.shutdown()
        thread.join()
        web.server_close()


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    with served(server) as found:
        yield found


def opened(url: str, **more: str) -> Assistant:
    return assistant({MODEL: "llama", URL: url} | more, lambda _: True)


def goals(by: Assistant) -> Asked[Suggestion]:
    return sharpen(BRIEF, LEXICAL, by)


def test_a_local_server_is_asked_with_what_was_shown_and_its_tokens_are_counted(server: Server, url: str) -> None:
    shown: list[Sent] = []

    def agree(sent: Sent) -> bool:
        shown.append(sent)
        return True

    by = assistant({MODEL: "llama", URL: url, KEY: "secret-1"}, agree)
    (suggestion,) = goals(by).kept
    assert suggestion.statement == "Customers get their question solved at once"
    (request,) = server.asked
    assert [part["content"] for part in request["messages"]] == [shown[0].prompt.text, shown[0].facts]
    assert request["response_format"]["type"] == "json_schema"
    assert server.keys == ["Bearer secret-1"]
    assert shown[0].to == url
    assert by.usage.told == "1 request, 100 tokens sent, 20 tokens received, cost unknown"


def test_a_key_for_openai_itself_is_never_sent_to_another_server(
    server: Server, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    goals(opened(url))
    assert server.keys == ["Bearer none"]


def test_a_server_that_knows_no_schemas_is_told_in_words(server: Server, url: str) -> None:
    server.answers = [(400, "response_format is not supported"), (200, GOOD)]
    assert goals(opened(url)).kept
    assert "response_format" not in server.asked[1] or server.asked[1]["response_format"]["type"] != "json_schema"


FAILURES: Mapping[str, tuple[list[tuple[int, str]], str]] = {
    "key": ([(401, "no")], "it refuses the key"),
    "model": ([(404, "The model `llama` does not exist")], "there is no such model there"),
    "often": ([(429, "slow down")], "it was asked too often; try again later"),
    "down": ([(500, "oops")], "it failed"),
    "refused": ([(400, "no such thing")], "it says “no such thing”"),
    "garbage": ([(200, "I am a teapot")], "its answer has another form than was asked for"),
    "other form": ([(200, '{"items": [{"goal": "one"}]}')], "its answer has another form than was asked for"),
    "empty": ([(200, "")], "its answer has another form than was asked for"),
}


@pytest.mark.parametrize(("answers", "why"), FAILURES.values(), ids=FAILURES)
def test_what_goes_wrong_is_said_in_words(server: Server, url: str, answers: list[tuple[int, str]], why: str) -> None:
    server.answers = answers
    asked = goals(opened(url))
    assert asked.kept == ()
    assert why in asked.notices[0]
    assert asked.notices[0].startswith("the language model `llama` was of no help: ")
    assert len(server.asked) <= 2, "asked again once, if at all"


def test_what_was_taken_stays_where_the_second_answer_fails(server: Server, url: str) -> None:
    half = json.loads(GOOD)["items"]
    bad = half[0] | {"statement": "Customers get 95 of their questions solved"}
    server.answers = [(200, json.dumps({"items": [*half, bad]})), (500, "oops")]
    asked = goals(opened(url))
    assert len(asked.kept) == 1
    assert "`95`" in asked.dropped[0].told
    assert "it failed" in asked.notices[0]


def test_a_server_that_does_not_answer_is_left_alone(server: Server, url: str) -> None:
    server.may_answer.clear()
    by = opened(url)
    by.limits = replace(by.limits, seconds=0.2)
    assert "it did not answer within 0.2 seconds" in goals(by).notices[0]


def test_a_server_that_is_not_there_is_said() -> None:
    with served(Server()) as url:
        pass
    assert "it cannot be reached" in goals(opened(url)).notices[0]


def test_tokens_that_a_server_does_not_tell_are_no_zero(server: Server, url: str) -> None:
    server.usage = None
    by = opened(url)
    goals(by)
    assert by.usage.unmeasured == 1
    assert "tokens of 1 request unknown" in by.usage.told


def test_the_cost_is_told_where_a_public_price_is_known(url: str) -> None:
    """OpenAI's own provider, led to the test's server, so that the price list that the library brings is what tells."""
    model = OpenAIChatModel("gpt-4o", provider=OpenAIProvider(base_url=url, api_key="none"))
    by = Assistant(model, "openai:gpt-4o", lambda _: True)
    assert goals(by).kept
    assert by.usage.cost is not None
    assert Decimal("0.00001") < by.usage.cost < Decimal("0.01")
    assert by.usage.told.endswith("US dollars by public prices")


def test_a_limit_of_tokens_ends_the_questions(url: str) -> None:
    by = opened(url, **{TOKENS: "110"})
    assert "limit of 110 tokens" in goals(by).notices[0]


UNSET: Mapping[str, tuple[dict[str, str], str]] = {
    "nothing": ({}, "none is named"),
    "no provider": ({MODEL: "llama"}, "llama"),
    "unknown provider": ({MODEL: "nobody:llama"}, "nobody"),
    "no key": ({MODEL: "openai:gpt-5"}, "OPENAI_API_KEY"),
    "not installed": ({MODEL: "mistral:large"}, "package that is not installed"),
}


@pytest.mark.parametrize(("environ", "why"), UNSET.values(), ids=UNSET)
def test_a_model_that_cannot_be_asked_is_said_before_anything_is_sent(
    environ: dict[str, str], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(Unanswered) as found:
        assistant(environ, lambda _: True)
    assert why in str(found.value)


def test_any_provider_takes_the_key_that_is_given() -> None:
    by = assistant({MODEL: "openai:gpt-5", KEY: "sk-1"}, lambda _: False)
    assert (by.name, by.to, by.is_server) == ("openai:gpt-5", "openai", False)
    assert "did not agree" in goals(by).notices[0]


def test_a_password_in_the_address_is_not_shown() -> None:
    assert opened("http://ann:secret@127.0.0.1:9/v1").to == "http://127.0.0.1:9/v1"


def test_a_limit_is_a_whole_number() -> None:
    by = opened("http://127.0.0.1:9/v1", **{TOKENS: "500", SECONDS: "7"})
    assert (by.limits.tokens, by.limits.seconds) == (500, 7)
    with pytest.raises(BadOption):
        assistant({MODEL: "llama", URL: "http://127.0.0.1:9/v1", TOKENS: "many"}, lambda _: True)
