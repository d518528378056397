"""A private address gives its person's reviews as a calendar, and nobody else anything."""

from __future__ import annotations

from icalendar import Calendar
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.rhythm.feed import PAGE, close_feed, renew_feed
from vitalfew.rhythm.reviews import reviews


def test_a_private_address_gives_the_reviews_of_its_person(browser: TestClient, own: Workspace) -> None:
    with own.writing(by="greta") as desk:
        token = renew_feed(desk, "greta")
        hers = [each for each in reviews(desk) if "greta" in {each.chair, *each.people}]
    answer = browser.get(PAGE.format(token=token))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == len(hers) > 0


def test_an_address_that_was_renewed_or_closed_leads_nowhere(browser: TestClient, own: Workspace) -> None:
    with own.writing(by="greta") as desk:
        first = renew_feed(desk, "greta")
    with own.writing(by="greta") as desk:
        second = renew_feed(desk, "greta")
    assert [browser.get(PAGE.format(token=each)).status_code for each in (first, second, "x" * 43)] == [404, 200, 404]
    with own.writing(by="greta") as desk:
        close_feed(desk, "greta")
    assert browser.get(PAGE.format(token=second)).status_code == 404
