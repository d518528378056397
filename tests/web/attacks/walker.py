"""A way through the application by what it offers itself: its routes, the links and forms in its pages.

Nothing is named here, so that a page or form that is added is walked too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

from fastapi import FastAPI
from httpx2 import Response
from starlette.routing import Match, Route
from starlette.testclient import TestClient

from vitalfew.web import page as page_module
from vitalfew.web.page import pages
from vitalfew.web.published import PAGE as PUBLISHED

TEXT = frozenset({"text", "search", "email", "url", "tel", "textarea"})
OF_EACH = 2
"""How many addresses of one page are looked at."""
DAY, NUMBER, TIME = "2026-07-10", "7", "14:00"


@dataclass
class Form:
    """A form as a browser would send it, and which of its fields take any text."""

    page: str
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    free: set[str] = field(default_factory=set)
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is: where it is sent, what it does, of what it asks."""
        return f"{shape(self.action)} {self.fields.get('do', '')} {' '.join(sorted(self.fields))}"


class Reader(HTMLParser):
    """Finds tags with their attributes, links and forms."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.url, self.links, self.forms = url, list[str](), list[Form]()
        self.tags = list[tuple[str, list[tuple[str, str | None]]]]()
        self.within = list[tuple[str, str]]()
        self._form: Form | None = None
        self._select, self._tag = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, a link, a form or its field."""
        said = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attrs))
        self._tag = tag
        if tag == "a" and said.get("href"):
            self.links.append(urljoin(self.url, said["href"]))
        if tag == "form":
            action = urljoin(self.url, said.get("action") or self.url)
            self._form = Form(self.url, action, said.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and said.get("name"):
            self._field(self._form, tag, said)
        elif tag == "option" and self._form is not None and self._select and not self._form.fields[self._select]:
            self._form.fields[self._select] = said.get("value", "")

    def _field(self, form: Form, tag: str, said: dict[str, str]) -> None:
        kind = said.get("type", "text") if tag == "input" else tag
        name, value = said["name"], said.get("value", "")
        if tag == "button" and name in form.fields:  # another button of the same form
            form = Form(form.page, form.action, form.method, {**form.fields}, {*form.free}, {**form.kinds})
            self.forms.append(form)
        form.kinds[name] = kind
        form.free.discard(name)
        if kind in TEXT:
            form.free.add(name)
        usual = {"date": DAY, "number": NUMBER, "time": TIME, "month": DAY[:7]}.get(kind, "on" if kind == "checkbox" else "")
        if kind in {"radio", "checkbox"} and form.fields.get(name):
            return
        form.fields[name] = value or usual
        self._select = name if tag == "select" else ""

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a choice."""
        self._tag = ""
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        """Keep what stands in scripts."""
        if self._tag in {"script", "style"} and data.strip():
            self.within.append((self._tag, data))


def read(answer: Response) -> Reader:
    """Parse a page; a file to keep is none."""
    found = Reader(str(answer.url))
    if "content-disposition" not in answer.headers:
        found.feed(answer.text)
    return found


def shape(url: str) -> str:
    """Give the path of a page's route, such as `/kpi/{id_}`, that an address is of; the path itself where it is none."""
    path = urlsplit(url).path
    scope = {"type": "http", "path": path, "method": "GET", "root_path": ""}
    for page in pages():
        if Route(page.path, endpoint=lambda _: None).matches(scope)[0] is not Match.NONE:
            return page.path
    return f"{PUBLISHED}/{{name}}" if path.startswith(f"{PUBLISHED}/") else path


def walk(client: TestClient, *, starts: Sequence[str] = (), of_each: int = OF_EACH) -> dict[str, Response]:
    """Follow links from every page without parts, a few addresses of each page; gives what was answered."""
    plain = [page.path for page in pages() if "{" not in page.path]
    queue, found, often = [*starts, *plain], dict[str, Response](), Counter[str]()
    queue = [urljoin(str(client.base_url), each) for each in queue]
    while queue:
        url = queue.pop(0).partition("#")[0]
        parts = urlsplit(url)
        kind = shape(url) + "?" * bool(parts.query)
        if url in found or parts.netloc != client.base_url.netloc.decode() or often[kind] >= of_each:
            continue
        if parts.path.startswith(("/static/", "/feed/", "/logout")):
            continue
        often[kind] += 1
        answer = found[url] = client.get(url)
        if answer.headers.get("content-type", "").startswith("text/html"):
            queue += read(answer).links
        elif "location" in answer.headers:
            queue.append(urljoin(url, answer.headers["location"]))
    return found


def forms(found: dict[str, Response]) -> list[Form]:
    """Give each form of some pages once."""
    every = {each.name: each for answer in found.values() for each in read(answer).forms}
    return [*every.values()]


def unseen(found: dict[str, Response]) -> set[str]:
    """Give pages that were not shown."""
    return {page.path for page in pages()} - {shape(url) for url, answer in found.items() if answer.status_code == 200}


def parameters(found: dict[str, Response]) -> dict[str, set[str]]:
    """Give which parameters each page knows, from links, forms and what its module asks for."""
    known: dict[str, set[str]] = {page.path: set() for page in pages()}
    for url, answer in found.items():
        links = [*read(answer).links, url]
        for link in links:
            known.setdefault(shape(link), set()).update(name for name, _ in parse_qsl(urlsplit(link).query))
        for form in read(answer).forms:
            if form.method == "get":
                known.setdefault(shape(form.action), set()).update(form.fields)
    for page in pages():
        text = (Path(page_module.FOLDER) / page.template.replace(".html", ".py")).read_text(encoding="utf-8")
        known[page.path] |= set(re.findall(r'query(?:\.get\(|\[)"(\w+)"', text))
    return known


def routes(app: FastAPI) -> Iterator[str]:
    """Give the path of every route of an application, those of mounted ones too."""
    for route in app.routes:
        below = getattr(getattr(route, "app", None), "routes", None)
        path = str(getattr(route, "path", ""))
        yield from [path + str(getattr(each, "path", "")) for each in below] if below else [path]
