"""People at their browsers: each looks, thinks, and now and then writes; what came of each request is printed as JSON.

A program of its own, told who there is by stdin. Each person asks one thing at a time, and looks at the answer for a while before
asking for the next: for how long is drawn anew each time, `thinks` seconds on average.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field

import httpx2

PATIENCE = 60.0
DUE = "2026-07-31"


@dataclass
class Person:
    """Somebody who is signed in; `kpi` is the one whose values they enter by hand, empty where there is none."""

    name: str
    cookie: str
    kpi: str
    period: str
    looks_at: list[str]


@dataclass
class Seen:
    """What came of everything: each request, and what was promised to be kept."""

    asked: list[tuple[str, str, float]] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)
    promised: list[tuple[str, str]] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    values: dict[str, list[tuple[float, bool]]] = field(default_factory=dict)


class Browser:
    """One person's way to the server."""

    def __init__(self, client: httpx2.AsyncClient, base: str, person: Person, seen: Seen) -> None:
        self.client, self.base, self.person, self.seen = client, base, person, seen
        self.chance, self.written = random.Random(person.name), 0

    async def ask(self, page: str, method: str, path: str, wanted: int, **sent: object) -> httpx2.Response | None:
        """Ask for something and note how long it took; None where the answer is another one than is wanted."""
        headers = {"cookie": f"vitalfew={self.person.cookie}", "origin": self.base, **sent.pop("headers", {})}  # type: ignore[dict-item]  # a mapping
        start, told, answer = time.perf_counter(), "", None
        try:
            answer = await self.client.request(method, self.base + path, headers=headers, **sent)  # type: ignore[arg-type]  # data or json
            told = "" if answer.status_code == wanted else f"{answer.status_code}: {answer.text[:200]}"
        except httpx2.HTTPError as error:
            told = type(error).__name__
        self.seen.asked.append((page, told, time.perf_counter() - start))
        return None if told else answer

    async def look(self) -> None:
        """Look at a page."""
        page, path = self.chance.choices(
            [
                ("/", "/"),
                ("/map", "/map"),
                ("/me", "/me"),
                ("/actions", "/actions"),
                ("/kpi", f"/kpi/{self.chance.choice(self.person.looks_at)}"),
            ],
            [30, 12, 18, 5, 35],
        )[0]
        answer = await self.ask(page, "GET", path, 200)
        if answer is not None and "</html>" not in answer.text:
            self.seen.asked.append((page, "cut off", 0.0))

    async def say(self) -> None:
        """Say something about a KPI, and see it there at once."""
        kpi, text = self.chance.choice(self.person.looks_at), self._words("thinks")
        if await self.ask("say", "POST", f"/kpi/{kpi}", 303, data={"do": "comment", "text": text}):
            self.seen.comments.append((kpi, text))
            answer = await self.ask("/kpi", "GET", f"/kpi/{kpi}", 200)
            if answer is not None and text not in answer.text:
                self.seen.asked.append(("say", "not shown at once", 0.0))

    async def promise(self) -> None:
        """Promise something, twice by the same key as a program does that heard no answer; then do it."""
        kpi, text = self.chance.choice(self.person.looks_at), self._words("will")
        body = {"about": f"kpi:{kpi}", "text": text, "due": DUE}
        key = {"idempotency-key": f"key-{text.replace(' ', '-')}"}
        answers = [await self.ask("promise", "POST", "/api/v1/actions", 201, json=body, headers=key) for _ in range(2)]
        made = [answer.json()["action"]["id"] for answer in answers if answer is not None]
        self.seen.promised += [(id_, text) for id_ in set(made)]
        done = {"do": "finish", "action": made[0], "version": "1"} if made else {}
        if done and await self.ask("finish", "POST", "/actions", 303, data=done):
            self.seen.finished.append(made[0])

    async def enter(self) -> None:
        """Enter a value, then the one before it again."""
        if not self.person.kpi:
            await self.say()
            return
        kept = self.seen.values.setdefault(self.person.kpi, [])
        for value in (self.chance.randrange(100, 1000), kept[-1][0] if kept else 50):
            form = {"do": "enter", "kpi": self.person.kpi, "period": self.person.period, "value": str(value)}
            answer = await self.ask("enter", "POST", "/me", 303, data=form)
            kept.append((float(value), answer is not None))

    def _words(self, verb: str) -> str:
        self.written += 1
        return f"{self.person.name} {verb} {self.written} of it"

    async def stay(self, until: float, thinks: float) -> None:
        """Do one thing after the other until a moment."""
        steps: list[Callable[[], Awaitable[None]]] = [self.look, self.say, self.promise, self.enter]
        await asyncio.sleep(self.chance.uniform(0, thinks))
        await steps[int(self.person.name[1:]) % len(steps)]()  # so that however few there are, each thing is done
        while time.monotonic() < until:
            await self.chance.choices(steps, [84, 7, 4, 5])[0]()
            await asyncio.sleep(min(self.chance.expovariate(1 / thinks), max(0.0, until - time.monotonic())))


async def stay(base: str, people: list[Person], seconds: float, thinks: float) -> Seen:
    """Have all people at it at once for some seconds; requests in hand are waited for."""
    seen, limits = Seen(), httpx2.Limits(max_connections=len(people), max_keepalive_connections=len(people))
    async with httpx2.AsyncClient(timeout=PATIENCE, limits=limits, follow_redirects=False) as client:
        until = time.monotonic() + seconds
        await asyncio.gather(*(Browser(client, base, person, seen).stay(until, thinks) for person in people))
    return seen


def main() -> None:
    """Read who there is, where to go and for how long, and print what was seen."""
    told = json.load(sys.stdin)
    people = [Person(**each) for each in told["people"]]
    print(json.dumps(asdict(asyncio.run(stay(told["base"], people, told["seconds"], told["thinks"])))))


if __name__ == "__main__":
    main()
