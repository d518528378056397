"""Numbers that look good and decide nothing (AUD-2), and why each kind does not.

The lists name counts only; a share, a cost or a qualified part of the same thing is left alone.
"""

from __future__ import annotations

from vitalfew.text.phrase import DRESS, PROPORTION, QUALIFIED, TIMES, Guess, as_written, has_any, places, table, unpaced, words

VANITY = table(
    {
        "many may come and none may stay, so say what share converts": (
            "visitor", "website visitor", "site visitor", "web visitor", "unique visitor", "visits", "website visits",
            "site visits",
            "website traffic", "web traffic", "site traffic", "traffic", "sessions", "web sessions", "footfall",
            "unique users", "attendees", "event attendees", "newsletter recipients",
        ),
        "seen is not wanted, so say what people do next": (
            "page view", "pageview", "impression", "ad impressions", "video views", "views", "hits", "reach", "media mentions",
            "mentions", "press mentions", "press coverage", "media coverage", "people reached", "clicks",
        ),
        "following costs nothing, so say how many engage or buy": (
            "follower", "social followers", "social media followers", "fans", "likes", "facebook likes", "shares and likes",
            "newsletter subscribers", "email subscribers", "instagram followers", "linkedin followers",
        ),
        "it only ever grows, so say how many still use it": (
            "download", "app downloads", "app installs", "installs", "registered users", "total users", "registered accounts",
            "signups", "sign ups", "registrations",
        ),
        "holding them is not deciding anything, so say what was decided": ("meetings held", "meetings", "team meetings"),
        "fewer may only mean that people stopped asking, so say how many are resolved and whether customers stay": (
            "complaints received", "customer complaints received", "tickets received", "enquiries received", "inquiries received",
        ),
        "opening is not acting, so say what was bought or done": ("emails opened", "newsletter opens", "email opens"),
    }
)  # fmt: skip


def vanity(name: str) -> Guess | None:
    """Guess whether a KPI's name is a count that only flatters.

    >>> vanity("Total website visitors").words
    '“Total website visitors”'
    >>> vanity("Conversion rate of visitors") is None
    True
    """
    said = unpaced(words(name), TIMES)
    if has_any(said, PROPORTION) or has_any(said, QUALIFIED):
        return None
    for start, end in places(said, VANITY):
        if DRESS.issuperset((*said[:start], *said[end:])):
            return Guess(as_written(name, 0, len(said)), VANITY[said[start:end]])
    return None
