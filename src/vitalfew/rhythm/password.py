"""Passwords: which ones do, how they are kept (argon2id, RFC 9106), and that a wrong one takes as long as a right one.

Length is all that is asked for, and that it is none of those that are tried first (NIST SP 800-63B, 5.1.1.2).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from threading import BoundedSemaphore
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from vitalfew.base.errors import Refused
from vitalfew.base.said import say

SHORTEST, LONGEST = 12, 200
HASHER = PasswordHasher()
AT_ONCE = BoundedSemaphore(4)
"""Each hash takes 64 MiB for a third of a second: more at once would let guessers take the memory."""
_WORDS = """
abc admin administrator america angel apple ashley asdf asdfgh baseball basketball batman beautiful blink butterfly
change changeit changeme charlie cheese chelsea chocolate computer correcthorsebatterystaple cookie daniel default demo donald
dragon dragons driver eagle einstein facebook family flower football forever freedom friend friends fuckyou gandalf george ginger
google guest hallo hannah hello helloworld hockey hunter iloveyou internet jessica jordan joshua kennwort killer kpi liverpool
login london love lovely master matrix maverick merlin michael michelle monkey mother mustang mypassword newpassword nicole ninja
nothing pass passphrase passwort password pepper peanut pokemon princess purple qazwsx asdfghjkl
qwer qwert qwertz qwerty qwertyuiop qwertzuiop
qazwsxedc qwertyasdfgh rainbow ranger robert samsung schatz secret secretpassword security shadow silver snoopy soccer
spiderman starwars summer sunshine superman spring autumn winter sommer herbst system taylor test tester testing thomas thunder
thisisapassword tigger trustno trustnoone user username vitalfew vitalfewvitalfew welcome whatever william yankees yellow zaq zxcv
zxcvbn zxcvbnm letmein letmeinplease einszwei geheim hamburg berlin deutschland fussball scorecard strategy kaffee coffee
"""
STEMS = frozenset(_WORDS.split())
"""What people build passwords of first; with figures and signs around it, or twice over, it is no better."""
_SIGNS = str.maketrans("@4310$5!7", "aaeiossit")


def see_strong(password: str, *names: str) -> None:
    """Refuse a password that is too short or among the first to be tried, or is made of a name; raises Refused."""
    if not SHORTEST <= len(password) <= LONGEST:
        why = say("a password has {shortest} to {longest} characters", shortest=SHORTEST, longest=LONGEST)
        raise Refused(why, say("four or five words with blanks between them are easy to keep in mind"))
    own = {part for name in names for part in (_core(name), *map(_core, re.split(r"[@.\s]", name)))}
    if _is_common(_core(password), own) or _is_common(_core(password.translate(_SIGNS)), own) or _is_run(password):
        raise Refused(
            say("this password is among the first that are tried"),
            say("take four or five words that have nothing to do with you"),
        )


def hash_of(password: str) -> str:
    """Give what is kept of a password."""
    with AT_ONCE:
        return HASHER.hash(_plain(password))


def fits(kept: str | None, password: str) -> bool:
    """Tell whether a password is the one that is kept; where none is kept it takes as long to say so."""
    with AT_ONCE:
        nobodys = _nobodys()  # for everybody, so that the first attempt of a process does not tell either
        try:
            HASHER.verify(kept or nobodys, _plain(password))
        except (VerifyMismatchError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Tell whether a password is to be hashed anew, since that takes more by now than when it was kept."""
    return HASHER.check_needs_rehash(kept)


def _plain(password: str) -> bytes:
    """Give a password as it is hashed: the same letters however a keyboard composes them."""
    return normalize("NFKC", password)[:LONGEST].encode("utf-8", "surrogatepass")


@cache
def _nobodys() -> str:
    return HASHER.hash("the password of nobody")


def _core(text: str) -> str:
    return "".join(each for each in normalize("NFKC", text).casefold() if each.isalpha())


def _is_common(core: str, own: set[str]) -> bool:
    """Tell whether a text is made of at most two common words, each as often as you like."""
    words = "|".join(sorted(map(re.escape, {*STEMS, *(each for each in own if len(each) > 2)}), key=len, reverse=True))
    return not core or re.fullmatch(rf"(?P<first>{words})(?P=first)*(?P<second>(?:{words})?)(?P=second)*", core) is not None


def _is_run(password: str) -> bool:
    """Tell whether a text is few characters over and over, or the next one each time."""
    steps = {ord(b) - ord(a) for a, b in pairwise(password)}
    return len(set(password)) < 5 or len(steps) == 1 or password.casefold() in "qwertzuiopasdfghjklyxcvbnm1234567890qwertyuiop"
