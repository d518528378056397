"""Who comes to the door: signed in by a session or a token, or at this machine before there is an account.

What is not said to be open here is closed: pages, and whatever answers below `/api/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from vitalfew.rhythm.membership import rights_of
from vitalfew.rhythm.provider import BACK
from vitalfew.rhythm.rights import EVERYTHING, Rights
from vitalfew.rhythm.signin import Caller
from vitalfew.store.accounts import Account, find_account, has_accounts
from vitalfew.store.attempts import Limit, attempt, seconds_left
from vitalfew.store.database import FILE, Transaction
from vitalfew.store.sessions import LONGEST, NOTED, Session, Token, see_session, see_token, session_of, token_of
from vitalfew.store.variable import is_shared
from vitalfew.workspace import STORE, Workspace

COOKIE = "vitalfew"
SESSION_LASTS = int(LONGEST.total_seconds())
SIGN_ON = "/sso"
"""What leads to the provider of single sign-on."""
OPEN = frozenset({"/language", "/login", "/password", SIGN_ON, BACK})
"""What is answered without a session."""
OWN = frozenset({*OPEN, "/account", "/logout"})
"""Whose forms are about nobody but oneself: who may only look may send them."""
API, ASSETS, PRIVATE = "/api/", "/static/", "/feed/"
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
"""What is asked by programs that watch the server: they see to it themselves who asks."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BEARER = "bearer "
GUESSES, WITHIN = 30, timedelta(minutes=15)
"""How many tokens that open nothing are looked at from one address, and in how long."""
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("curl", "curl"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Who:
    """Who sends a request, from where and when; `is_open` where nobody signs in yet and this machine may do everything."""

    caller: Caller
    at: datetime
    base: str = ""
    account: Account | None = None
    session: Session | None = None
    rights: Rights = EVERYTHING
    is_open: bool = True

    @property
    def is_in(self) -> bool:
        """Tell whether the workspace may be shown at all."""
        return self.is_open or (self.account is not None and self.rights.anywhere("see"))


HERE = Who(Caller("", ""), datetime.min.replace(tzinfo=UTC))
"""This machine, before there is an account."""


def see_own(request: Request) -> None:
    """Refuse what changes something and was sent from elsewhere: browsers say from where, programs bring a token."""
    if request.method in SAFE or bearer(request):
        return
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if site not in {None, "same-origin"} or origin != _base(request):
        raise HTTPException(403)


def who(request: Request, workspace: Workspace) -> Who:
    """Find out who sends a request; raises HTTPException where its address guesses at tokens."""
    here = Who(_caller(request), datetime.now(UTC), _base(request))
    if not (is_shared() or (workspace.root / STORE / FILE).is_file()):
        return here
    with workspace.store.reading() as transaction:
        session, token = _opened(transaction, request, here.at)
        opened = session or token
        account = find_account(transaction, opened.account) if opened else None
        is_open = account is None and not has_accounts(transaction)
    if bearer(request) and opened is None and not is_open:
        _guessed(workspace, here.caller, here.at)
    if account is None:
        return Who(here.caller, here.at, here.base, rights=EVERYTHING if is_open else Rights(), is_open=is_open)
    rights = rights_of(workspace.framework, account, workspace.today)
    limited = rights.seeing_alone() if token and token.scope == "read" else rights
    _note(workspace, session, token, here.at)
    return Who(here.caller, here.at, here.base, account, session, limited, is_open=False)


def cookie(request: Request) -> str:
    """Name the cookie of a session: where the page came by https, browsers hold it to this host and to https."""
    return f"__Host-{COOKIE}" if request.url.scheme == "https" else COOKIE


def hold(response: Response, request: Request, secret: str, *, name: str = "", lasts: int = SESSION_LASTS) -> None:
    """Have the browser hold a secret, of a session where no other is named, closed to scripts; empty to let go of it."""
    is_secure = request.url.scheme == "https"
    age = lasts if secret else 0
    response.set_cookie(name or cookie(request), secret, httponly=True, samesite="lax", secure=is_secure, max_age=age)


def is_from_here(request: Request) -> bool:
    """Tell whether a request comes from this machine and through no proxy."""
    if any(name in request.headers for name in ("x-forwarded-for", "x-forwarded-host", "forwarded", "via")):
        return False
    try:
        return ip_address(_caller(request).address).is_loopback
    except ValueError:
        return True  # no address at all: a socket of this machine


def safe_path(text: str) -> str:
    """Give where to go on after signing in: a page of ours, else the first one."""
    return text if text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable() else "/"


def agent(text: str) -> str:
    """Say in a few words what a browser says of itself; no more of it is kept."""
    browser = next((name for mark, name in _BROWSERS if mark in text), "a program")
    system = next((name for mark, name in _SYSTEMS if mark in text), "")
    return f"{browser} on {system}" if system else browser


def _opened(transaction: Transaction, request: Request, at: datetime) -> tuple[Session | None, Token | None]:
    brought = bearer(request)
    if brought:
        return None, token_of(transaction, brought)
    secret = request.cookies.get(cookie(request), "")
    return session_of(transaction, secret, at=at) if secret else None, None


def _guessed(workspace: Workspace, caller: Caller, at: datetime) -> None:
    """Count a token that opens nothing; raises HTTPException where there were too many. What opens is not asked."""
    limit = Limit(f"token from {caller.address}", GUESSES, WITHIN)
    with workspace.store.reading() as transaction:
        wait = seconds_left(transaction, limit, at=at)
    if wait:
        raise HTTPException(429, headers={"Retry-After": f"{wait}"})
    with workspace.store.writing() as transaction:
        attempt(transaction, [limit], at=at)


def _note(workspace: Workspace, session: Session | None, token: Token | None, at: datetime) -> None:
    """Keep when a session or token was last used, to the minute."""
    if session and at - session.seen_at > NOTED:
        with workspace.store.writing() as transaction:
            see_session(transaction, session, at=at)
    if token and (token.used_at is None or at - token.used_at > NOTED):
        with workspace.store.writing() as transaction:
            see_token(transaction, token, at=at)


def bearer(request: Request) -> str:
    """Give the token that a program brings; pages of a browser cannot, and need none."""
    said = request.headers.get("authorization", "")
    return said[len(BEARER) :].strip() if said[: len(BEARER)].lower() == BEARER else ""


def _caller(request: Request) -> Caller:
    address = request.client.host if request.client else ""
    return Caller(address, agent(request.headers.get("user-agent", "")))


def _base(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers.get('host')}"
