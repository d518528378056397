"""Numbers that look good and decide nothing (AUD-2), and why each kind does not.

The lists name counts only; a share, a cost or a qualified part of the same thing is left alone.
"""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.text.phrase import (
    DRESS,
    PROPORTION,
    QUALIFIED,
    TIMES,
    Guess,
    Words,
    as_written,
    has_any,
    phrases,
    places,
    table,
    unpaced,
    word_set,
    words,
)

VANITY = table(
    {
        say("many may come and none may stay, so say what share converts"):
            "visitor,website visitor,site visitor,web visitor,unique visitor,visit,website visit,site visit,unique visit,"
            "website traffic,web traffic,site traffic,traffic,session,web session,user session,cart session,wifi session,"
            "computer session,footfall,unique user,attendee,event attendee,event attendance,program attendance,"
            "programme attendance,total attendance,newsletter recipient",
        say("seen is not wanted, so say what people do next"):
            "page view,pageview,impression,ad impression,video view,view,view count,hit,reach,media mention,mention,"
            "press mention,brand mention,social mention,press coverage,media coverage,people reached,click,backlink,"
            "inbound link,profile view,profile visit,article view,content view,video play",
        say("following costs nothing, so say how many engage or buy"):
            "follower,social follower,social media follower,fan,like,facebook like,share and like,like comment and share,"
            "social share,social media share,newsletter subscriber,email subscriber,instagram follower,linkedin follower,"
            "youtube subscriber,social media subscriber,channel subscriber,e subscription,email subscription,email list,"
            "mailing list,comment,reaction,retweet,repost",
        say("it only ever grows, so say how many still use it"):
            "download,app download,app install,install,registered user,total user,registered account,signup,sign up,"
            "registration,star,fork,clone",
        say("holding them is not deciding anything, so say what was decided"): "meeting held,meeting,team meeting",
        say("fewer may only mean that people stopped asking, so say how many are resolved and whether customers stay"):
            "complaint received,customer complaint received,ticket received,enquiry received,inquiry received,"
            "ticket volume,ticket opened",
        say("opening is not acting, so say what was bought or done"): "email opened,newsletter open,email open",
    }
)  # fmt: skip

BROAD = phrases(
    "follower,impression,download,pageview,page view,media mention,press mention,user session,cart session,web session,"
    "computer session"
)
"""What flatters whatever word stands before it."""

TELLING = PROPORTION | QUALIFIED | word_set("first positive failed lost missed")
ATTENTION = phrases("visit,visitor,unique visit,unique visitor,hit,click,view,traffic")
ONLINE = word_set("page website homepage blog profile portal app")
"""Where attention is paid to a screen: “visits to the registration page”, unlike those to a museum."""

GROWN = phrases("growth,growth rate")
"""The growth of what flatters flatters too."""

KEPT = word_set("logged recorded counted documented tracked generated")
"""Participles that say only that a count was taken."""


def vanity(name: str) -> Guess | None:
    """Guess whether a KPI's name is a count that only flatters.

    >>> vanity("Total website visitors").words
    '“Total website visitors”'
    >>> vanity("Conversion rate of visitors") is None
    True
    """
    said = unpaced(words(name), TIMES)
    for start, end in places(said, VANITY):
        if _is_bare(said, start, end):
            return Guess(as_written(name, 0, len(said)), VANITY[said[start:end]])
    return None


def _is_bare(said: Words, start: int, end: int) -> bool:
    """Tell whether what stands around a count says nothing more of it."""
    before, phrase, after = said[:start], said[start:end], said[end:]
    after = () if after in GROWN else after
    if has_any((*before, *after), TELLING):
        return False
    kept = KEPT | {"and"} if phrase in BROAD else KEPT
    shown = phrase in ATTENTION and after[:1] in {("to",), ("on",), ("of",), ("at",)} and after[-1] in ONLINE
    return (phrase in BROAD or _is_dressed(before)) and (shown or has_any(after[:1], kept) or _is_dressed(after))


def _is_dressed(said: Words) -> bool:
    """Tell whether only harmless words, and other counts that flatter, are left."""
    while said:
        if said[0] in DRESS:
            said = said[1:]
            continue
        end = next((end for start, end in places(said, VANITY) if start == 0), 0)
        if not end:
            return False
        said = said[end:]
    return True
