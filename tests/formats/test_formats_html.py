"""What HTML shows is what went in; it is one file that asks nobody and does nothing."""

from __future__ import annotations

import re

from tests.formats.conftest import document_of
from tests.formats.test_formats_markdown import Page

from vitalfew.formats.document import Block
from vitalfew.formats.format import Look
from vitalfew.formats.html import FOLDER, render
from vitalfew.language.tongue import speaking


def read(html: str) -> Page:
    found = Page()
    found.feed(html)
    return found


def test_hostile_texts_come_out_as_they_went_in_and_are_no_markup(hostile: str) -> None:
    page = read(render(document_of(hostile), Look()).decode())
    texts = " ".join(" ".join("".join(page.texts).split()).split())
    assert " ".join(hostile.replace("`", "").split()) in texts
    assert not page.tags & {"script", "img", "iframe", "link", "object", "b"}
    assert not {each for each in page.attributes if each.startswith("on") or each in {"src", "srcset"}}


def test_it_asks_no_other_host() -> None:
    html = render(document_of("Growth"), Look()).decode()
    assert not re.findall(r"url\((?!#)|@import|https?://(?!www\.w3\.org/2000/svg)", html)


def test_headings_follow_the_depth_of_sections() -> None:
    html = render(document_of("Growth"), Look()).decode()
    assert re.findall(r"<(h[1-3])>", html) == ["h1", "h2", "h2", "h3", "h2"]


def test_drawings_say_in_words_what_they_show() -> None:
    html = render(document_of("Growth"), Look()).decode()
    assert re.findall(r'<svg class="(\w+)[^>]* aria-label="([^"]*)"', html) == [
        ("spark", "Growth"),
        ("chart", "Growth"),
        ("diagram", "Growth"),
        ("chart", "Growth"),
    ]


def test_it_speaks_the_language_that_is_asked_for() -> None:
    with speaking("de"):
        html = render(document_of("Growth"), Look()).decode()
    assert '<html lang="de">' in html
    assert "23,5" in html


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(document_of("Growth"), Look()) == render(document_of("Growth"), Look())


def test_every_block_is_written() -> None:
    """A kind of block that the template does not know fails, rather than being left out."""
    source = (FOLDER / "document.html").read_text(encoding="utf-8")
    assert {each.__name__ for each in Block.__args__} == set(re.findall(r'name == "(\w+)"', source))
    assert "nothing_writes" in source
