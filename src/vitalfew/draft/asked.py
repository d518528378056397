"""Asking a language model: which one, within which limits, and only after the user has seen what is sent.

It is configured by environment variables alone, so that no file of a framework can make data leave:
`VITALFEW_AI_MODEL` names it, `VITALFEW_AI_URL` the address of a server that speaks OpenAI's protocol, `VITALFEW_AI_KEY` the key,
`VITALFEW_AI_TOKENS` and `VITALFEW_AI_SECONDS` the most that a draft may use. Without the first, nothing is ever asked.

What is wrong with an answer is said once to the model, and dropped if it is wrong again. Whatever fails here is `Unanswered`,
in words: a draft goes on without it. The library loads when something is asked, not with this module.
"""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable, Coroutine, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlsplit

from pydantic import ValidationError

from vitalfew.base.errors import BadOption, ExtraMissing, VitalfewError
from vitalfew.base.said import Said, say, say_count, several
from vitalfew.draft.choice import Origin
from vitalfew.draft.proposed import Answer
from vitalfew.draft.sent import Prompt, Redaction, Sent, each_text, sent
from vitalfew.model.noun import Record

if TYPE_CHECKING:
    from pydantic_ai.messages import ModelMessage
    from pydantic_ai.models import Model
    from pydantic_ai.output import OutputSpec
    from pydantic_ai.usage import RunUsage

MODEL, URL, KEY = "VITALFEW_AI_MODEL", "VITALFEW_AI_URL", "VITALFEW_AI_KEY"
TOKENS, SECONDS = "VITALFEW_AI_TOKENS", "VITALFEW_AI_SECONDS"
SERVER = "openai-compatible"
NO_SCHEMA = {400, 422, 501}
"""With these a server says that it does not know how to answer in a schema, or that something else of the request is wrong."""
MOST_OF_ERROR = 200
Item = TypeVar("Item", bound=Record)
Kept = TypeVar("Kept")


class Unanswered(VitalfewError):
    """A language model that gave no answer, and why."""

    def __init__(self, model: str, why: str, help: str = "") -> None:
        super().__init__(say("the language model `{model}` was of no help: {why}", model=model, why=why))
        self.help = help or say("all goes on without it")


@dataclass(frozen=True)
class Limits:
    """The most that a draft may use of a language model, all its questions together; `seconds` are for each question."""

    requests: int = 12
    tokens: int = 150_000
    seconds: float = 120


@dataclass(frozen=True)
class Usage:
    """What was used of a language model: `cost` in US dollars by public prices, None where no price is known.

    `unmeasured` requests are those whose tokens the model did not tell.
    """

    requests: int = 0
    sent: int = 0
    answered: int = 0
    cost: Decimal | None = None
    unmeasured: int = 0

    @property
    def told(self) -> str:
        """Say what was used."""
        parts = [
            say_count("{n} request", "{n} requests", self.requests),
            say("{n:,} tokens sent", n=self.sent),
            say("{n:,} tokens received", n=self.answered),
            say("cost unknown") if self.cost is None else say("about {cost:.4f} US dollars by public prices", cost=self.cost),
        ]
        if self.unmeasured:
            parts.append(say_count("tokens of {n} request unknown", "tokens of {n} requests unknown", self.unmeasured))
        return several(parts)


@dataclass(frozen=True)
class Dropped:
    """Something that a language model said and that was not taken, and why."""

    step: str
    what: str
    why: tuple[str, ...]

    @property
    def told(self) -> Said:
        """Say it in one line."""
        return say("“{what}”: {why}", what=self.what, why=several(self.why, "; "))


@dataclass(frozen=True)
class Asked(Generic[Kept]):
    """What was taken of an answer, where it comes from, and what was dropped; `notices` say why there is not more."""

    kept: tuple[Kept, ...]
    origin: Origin
    dropped: tuple[Dropped, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass
class Assistant:
    """A language model that may be asked: `agree` is shown what would be sent, and nothing is sent unless it says so.

    `is_server` says that it stands at an address of the user's, where public prices say nothing. What it `wrote` and is used is
    kept by the text of a goal and by the id of a KPI.
    """

    model: Model
    name: str
    agree: Callable[[Sent], bool]
    to: str = ""
    words: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    is_server: bool = False
    spent: RunUsage | None = None
    wrote: dict[str, Origin] = field(default_factory=dict)

    @property
    def usage(self) -> Usage:
        """What was used so far."""
        if self.spent is None:
            return Usage()
        cost = None if self.is_server else self.spent.cost
        spent = self.spent
        return Usage(spent.requests, spent.input_tokens, spent.output_tokens, cost, spent.unmeasured_requests)


def assistant(environ: Mapping[str, str], agree: Callable[[Sent], bool], words: Iterable[str] = ()) -> Assistant:
    """Open the language model that the environment names.

    Raises:
        Unanswered: none is named, there is no such model, or no key for it.
        ExtraMissing: the extra `ai` is not installed.
        BadOption: a limit is no number.
    """
    name, url = environ.get(MODEL, "").strip(), environ.get(URL, "").strip()
    if not name:
        raise Unanswered("?", say("none is named"), say("name one in the environment variable `{name}`", name=MODEL))
    limits = Limits(tokens=_limit(environ, TOKENS, Limits.tokens), seconds=_limit(environ, SECONDS, int(Limits.seconds)))
    model = _model(name, url, environ.get(KEY, "").strip() or None)
    to = urlsplit(url)._replace(netloc=urlsplit(url).netloc.rpartition("@")[2]).geturl() if url else model.system
    return Assistant(model, name, agree, to, tuple(words), limits, is_server=bool(url))


def _limit(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip()
    if text and not (text.isdecimal() and int(text)):
        raise BadOption(name, text, say("give a whole number above zero"))
    return int(text or default)


def _model(name: str, url: str, key: str | None) -> Model:
    try:
        from pydantic_ai.exceptions import UserError  # noqa: PLC0415  # takes three seconds
        from pydantic_ai.models import infer_model  # noqa: PLC0415  # with it
        from pydantic_ai.models.openai import OpenAIChatModel  # noqa: PLC0415  # with it
        from pydantic_ai.providers import infer_provider  # noqa: PLC0415  # with it
        from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider  # noqa: PLC0415  # with it
    except ImportError as error:
        raise ExtraMissing(say("Asking a language model"), "ai") from error
    try:
        if url:
            server = OpenAICompatibleProvider(SERVER, base_url=url, api_key=key or "none")
            server.client.max_retries = 0  # a server that refuses is told of at once
            return OpenAIChatModel(name, provider=server)
        return infer_model(name, partial(_keyed, key) if key else infer_provider)
    except (UserError, ValueError, TypeError) as error:
        raise Unanswered(name, str(error).rstrip(".")) from error
    except ImportError as error:
        raise Unanswered(name, say("its provider needs a package that is not installed"), str(error)) from error


def _keyed(key: str, provider: str) -> Any:
    from pydantic_ai.providers import infer_provider_class  # noqa: PLC0415  # takes three seconds

    opened: Any = infer_provider_class(provider)  # each takes a key, which their common class does not say
    return opened(api_key=key)


def ask(
    by: Assistant,
    told: Prompt,
    facts: Mapping[str, object],
    kind: type[Item],
    judge: Callable[[Item, Item], Kept | tuple[str, ...]],
    redaction: Redaction,
) -> Asked[Kept]:
    """Ask a language model for a list of things, and keep those that are in order.

    `judge` is given each of them as it was said, and with what had been taken out put back; it gives what is kept of it,
    or a tuple of what is wrong. What is wrong is asked for once more with its faults.
    """
    origin = Origin(by.name, told.id)
    leaves = sent(by.name, by.to, told, facts, redaction)
    if not by.agree(leaves):
        return Asked((), origin, notices=(say("“{step}” was not asked: you did not agree to send it", step=told.name),))
    try:
        items, history = _answer(by, told, leaves.facts, kind)
    except Unanswered as failed:
        return Asked((), origin, notices=(failed.words,))
    kept, wrong = _parted(items, judge, redaction, told.name)
    if not wrong:
        return Asked(tuple(kept), origin)
    try:
        items, _ = _answer(by, told, redaction.hide(_again(wrong)), kind, history)
    except Unanswered as failed:
        return Asked(tuple(kept), origin, tuple(wrong), (failed.words,))
    mended, still = _parted(items, judge, redaction, told.name)
    named = {_label(item) for item in items}
    gone = [each for each in wrong if each.what not in named][: max(0, len(wrong) - len(items))]
    return Asked((*kept, *mended), origin, (*still, *gone))


def _again(wrong: Iterable[Dropped]) -> str:
    faults = "\n".join(f"- {each.told}" for each in wrong)
    return f"These cannot be used:\n{faults}\nGive these again, mended, and no others. Leave out what cannot be mended."


def _parted(
    items: Iterable[Item], judge: Callable[[Item, Item], Kept | tuple[str, ...]], redaction: Redaction, step: str
) -> tuple[list[Kept], list[Dropped]]:
    kept: list[Kept] = []
    wrong = []
    for item in items:
        try:
            found = judge(item, type(item).model_validate(each_text(item.model_dump(), redaction.show)))
        except ValidationError as error:
            found = tuple(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        if isinstance(found, tuple):
            wrong.append(Dropped(step, _label(item), found))
        else:
            kept.append(found)
    return kept, wrong


def _label(item: Record) -> str:
    """Give what an item is called: its first text."""
    return next(value for value in item.model_dump().values() if isinstance(value, str))


def _answer(
    by: Assistant, told: Prompt, text: str, kind: type[Item], history: list[ModelMessage] | None = None
) -> tuple[tuple[Item, ...], list[ModelMessage]]:
    """Ask once; an answer of another form than asked for is asked for again by the library, once; raises Unanswered.

    A server is asked for JSON of a schema, which holds small models to it; one that knows no schemas is told it in words.
    """
    from pydantic_ai import Agent, NativeOutput, PromptedOutput, UsageLimits  # noqa: PLC0415  # takes three seconds
    from pydantic_ai.exceptions import AgentRunError, ModelHTTPError, UsageLimitUnavailableWarning, UserError  # noqa: PLC0415  # with it
    from pydantic_ai.usage import RunUsage  # noqa: PLC0415  # with it

    by.spent = by.spent or RunUsage()
    agent = Agent(by.model, instructions=told.text, retries=1)
    limits = UsageLimits(request_limit=by.limits.requests, total_tokens_limit=by.limits.tokens)
    form = Answer[kind]  # type: ignore[valid-type]  # made here

    async def run(output: OutputSpec[Answer[Item]]) -> tuple[tuple[Item, ...], list[ModelMessage]]:
        async with by.model:
            done = await agent.run(
                text,
                output_type=output,
                message_history=history,
                usage=by.spent,
                usage_limits=limits,
                timeout=by.limits.seconds,
            )
        return done.output.items, done.all_messages()

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UsageLimitUnavailableWarning)  # `Usage.unmeasured` says it
            try:
                return _in_thread(run(NativeOutput(form) if by.is_server else form))
            except ModelHTTPError as error:
                if not by.is_server or error.status_code not in NO_SCHEMA:
                    raise
                return _in_thread(run(PromptedOutput(form)))
    except (AgentRunError, UserError, TimeoutError) as error:
        raise Unanswered(by.name, _why(error, by.limits)) from error


def _in_thread(run: Coroutine[Any, Any, Kept]) -> Kept:
    """Run to the end, in a thread of its own: whoever calls may have a loop that runs."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, run).result()


def _why(error: Exception, limits: Limits) -> str:
    """Say why there was no answer; of an error that is many things the first that is told."""
    from pydantic_ai import exceptions as known  # noqa: PLC0415  # takes three seconds

    told: tuple[tuple[type[Exception], str], ...] = (
        (known.UsageLimitExceeded, say("the limit of {tokens:,} tokens or {requests} requests is reached", **vars(limits))),
        (known.ModelAuthenticationError, say("it refuses the key")),
        (known.ModelNotFoundError, say("there is no such model there")),
        (known.ModelQuotaExceededError, say("what was paid for is used up")),
        (known.ModelRateLimitError, say("it was asked too often; try again later")),
        (known.ModelContextWindowExceededError, say("the text is too long for it")),
        (known.ModelTimeoutError, say("it did not answer within {seconds:g} seconds", **vars(limits))),
        (TimeoutError, say("it did not answer within {seconds:g} seconds", **vars(limits))),
        (known.ModelConnectionError, say("it cannot be reached")),
        (known.ModelUnavailableError, say("it is not to be had at the moment")),
        (known.ModelServerError, say("it failed")),
        (known.ContentFilterError, say("it does not speak of this")),
        (known.UnexpectedModelBehavior, say("its answer has another form than was asked for")),
    )
    found = next((words for kind, words in told if isinstance(error, kind)), None)
    body = getattr(error, "body", None)
    own = str(body.get("message") or error) if isinstance(body, Mapping) else str(error)
    return found or say("it says “{error}”", error=own.partition("\n")[0][:MOST_OF_ERROR])
