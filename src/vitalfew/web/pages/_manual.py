"""The user's documentation as pages here: which there are, the links between them, and which of them is about which page.

The texts are those of `docs/`: in an installed package they lie beside the code, in a checkout where they are written. What is
not named here is not shown, whatever is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from posixpath import normpath

from markdown_it import MarkdownIt
from markdown_it.token import Token

import vitalfew
from vitalfew.base.errors import UnknownName
from vitalfew.base.said import Said, say
from vitalfew.web.page import Page

_BESIDE = Path(vitalfew.__file__).parent / "docs"
FOLDER = _BESIDE if _BESIDE.is_dir() else Path(vitalfew.__file__).parents[2] / "docs"
TOPICS: Mapping[Said, tuple[str, ...]] = {
    say("Begin"): ("index", "tutorial", "draft", "from-thirty-metrics", "concepts", "glossary"),
    say("The framework"): (
        "framework-file",
        "checking",
        "score",
        "line-of-sight",
        "alignment-score",
        "conflicts",
        "initiative-effects",
        "reconfiguration",
        "catalogue",
        "language-model",
        "revisions",
        "proposals",
    ),
    say("Numbers"): ("measuring", "sources", "history", "judgement", "forecast", "engines"),
    say("The rhythm"): ("rhythm", "reviews", "escalations", "calibration", "people", "worker"),
    say("This application"): ("web", "accounts", "privacy", "documents", "operation", "api", "python"),
    say("Reference"): ("reference-framework", "reference-rules", "reference-cli", "reference-json"),
}
"""The pages of the documentation that users need, by what they are about; those of a folder are named after it."""
ABOUT: Mapping[str, str] = {
    "/": "judgement",
    "/map": "concepts",
    "/objective/{id}": "concepts",
    "/matrix": "score",
    "/cascade": "concepts",
    "/alignment": "alignment-score",
    "/conflicts": "conflicts",
    "/leads": "line-of-sight#which-kpis-warn-early",
    "/effects": "initiative-effects",
    "/missed": "calibration#target-or-process",
    "/insight": "line-of-sight",
    "/sight": "line-of-sight",
    "/reconfiguration": "reconfiguration",
    "/kpi/{id}": "judgement",
    "/streams": "concepts",
    "/data": "measuring",
    "/people": "people",
    "/audit": "checking",
    "/rule/{name}": "checking",
    "/score": "score",
    "/escalations": "escalations",
    "/escalation/{id}": "escalations",
    "/actions": "escalations",
    "/reviews": "reviews",
    "/review/{id}": "reviews",
    "/proposals": "proposals",
    "/proposal/{id}": "proposals",
    "/history": "revisions",
    "/calibration": "calibration",
    "/account": "accounts",
    "/accounts": "accounts",
    "/setup": "accounts",
    "/import": "web#import",
    "/settings": "web#settings",
}
"""Which of them, and which part of it, is about a page; all others are told of by `web`."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_REPOSITORY = "https://github.com/vitalfew/vitalfew/blob/main/"


def known() -> frozenset[str]:
    """Give the names of all pages of the documentation that are shown."""
    return frozenset(name for names in TOPICS.values() for name in names)


def help_of(page: Page) -> str:
    """Give where the help about a page is; empty for the help itself."""
    return "" if page.path.startswith("/help") else f"/help/{ABOUT.get(page.path, 'web')}"


def text_of(name: str) -> str:
    """Give a page of the documentation as it is written; raises UnknownName."""
    if name not in known():
        raise UnknownName("page of the documentation", name, known())
    return (FOLDER / f"{_path(name)}.md").read_text(encoding="utf-8")


def _path(name: str) -> str:
    return name.replace("reference-", "reference/", 1) if name.startswith("reference-") else name


@cache
def title_of(name: str) -> str:
    """Give what a page of the documentation is called: its first heading."""
    return text_of(name).partition("\n")[0].removeprefix("# ").strip()


@cache
def markup_of(name: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Give a page as markup, with the names and titles of its parts; links lead to the pages here."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(_COMMENT.sub("", text_of(name)))
    parts, taken = [], dict[str, int]()
    for token, inside in pairwise(tokens):
        if token.type == "heading_open":
            id_ = _unique(anchor(_words(inside)), taken)
            token.attrSet("id", id_)
            if token.tag == "h2":
                parts.append((id_, _words(inside)))
    for token in tokens:
        if token.children:
            token.children = [*_linked(token.children, name)]
    return parser.renderer.render(tokens, parser.options, {}), tuple(parts)


def anchor(title: str) -> str:
    """Give the name of a part as links write it."""
    return re.sub(r"[^\w\- ]", "", title.casefold()).strip().replace(" ", "-")


def _unique(id_: str, taken: dict[str, int]) -> str:
    number = taken.get(id_, 0)
    taken[id_] = number + 1
    return f"{id_}-{number}" if number else id_


def _words(token: Token) -> str:
    return "".join(each.content for each in token.children or () if each.type in {"text", "code_inline"})


def _linked(tokens: list[Token], name: str) -> list[Token]:
    """Give the parts of a line with its links led here; a picture is left out, for the pages themselves are at hand."""
    kept = []
    for token in tokens:
        if token.type == "image":
            continue
        if token.type == "link_open":
            token.attrSet("href", address(str(token.attrGet("href") or ""), name))
        kept.append(token)
    return kept


def address(link: str, name: str) -> str:
    """Give where a link of a page leads: here where there is such a page, else to where the project is published."""
    if re.match(r"[a-z]+:|//", link):
        return link
    path, hash_, part = link.partition("#")
    if not path:
        return link
    found = normpath(f"docs/{_path(name)}/../{path}")
    topic = found.removeprefix("docs/").removesuffix(".md").replace("/", "-")
    if found.startswith("docs/") and topic in known():
        return f"/help/{topic}{hash_}{part}"
    rule = re.fullmatch(r"src/vitalfew/\w+/(\w+)\.md", found)
    return f"/rule/{rule[1].replace('_', '-')}" if rule else f"{_REPOSITORY}{found.removeprefix('../')}"
