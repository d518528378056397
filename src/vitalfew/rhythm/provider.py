"""Single sign-on by OpenID Connect: the authorization code flow with PKCE (RFC 6749, 7636, 9207; OpenID Connect Core 1.0).

The environment alone says which provider, so that no file holds its secret. Of an attempt nothing is kept but what the browser
holds: state, nonce and verifier are made from that secret, and open nothing without it. What a provider says is taken only with
its signature, and over https; on this machine over http too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from hmac import compare_digest
from importlib.util import find_spec
from ipaddress import ip_address
from secrets import token_urlsafe
from threading import Lock
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode, urlsplit

from vitalfew.base.errors import BadOption, ExtraMissing, NotLetIn
from vitalfew.base.said import say, several
from vitalfew.rhythm.linking import JOINS, Join, Person
from vitalfew.rhythm.signin import TOO_OLD
from vitalfew.rhythm.token import said_in
from vitalfew.store.sessions import hashed

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import OAuth2Client

ISSUER, CLIENT, SECRET = "VITALFEW_OIDC_ISSUER", "VITALFEW_OIDC_CLIENT_ID", "VITALFEW_OIDC_CLIENT_SECRET"
NAME, JOIN = "VITALFEW_OIDC_NAME", "VITALFEW_OIDC_JOIN"
BACK = "/sso/back"
"""Where a provider sends browsers back to."""
ATTEMPT_LASTS, KNOWN_FOR = timedelta(minutes=10), timedelta(hours=1)
PATIENCE, LONGEST = 5.0, 256 * 1024
"""Seconds that a provider has for an answer, and how long that may be, in bytes."""
ASK = say("try again later, or sign in with your password")
TELL = say("tell your administrator")


@dataclass(frozen=True, slots=True)
class Settings:
    """Which provider, who we are to it, what people call it, and who is let in the first time."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    name: str
    join: Join


def settings(environ: Mapping[str, str] = os.environ) -> Settings | None:
    """Read which provider the environment names; None where none. Raises BadOption, ExtraMissing."""
    issuer = environ.get(ISSUER, "").strip()
    if not issuer:
        return None
    if not _is_safe(issuer) or urlsplit(issuer).query or urlsplit(issuer).fragment:
        raise BadOption(ISSUER, issuer, say("an issuer is an address by `https://`, as the provider itself says it"))
    client, join = environ.get(CLIENT, "").strip(), environ.get(JOIN, "invited").strip()
    if not client:
        raise BadOption(CLIENT, "", say("say by which id the provider knows this application"))
    if join not in JOINS:
        raise BadOption(JOIN, join, say("say {names}", names=several(JOINS, say(" or "), say(" or "))))
    if not all(map(find_spec, ("authlib", "httpx2", "joserfc"))):
        raise ExtraMissing("single sign-on", "sso")
    name = environ.get(NAME, "").strip() or urlsplit(issuer).hostname or issuer
    return Settings(issuer, client, environ.get(SECRET, ""), name, join)


def provider(environ: Mapping[str, str] = os.environ) -> Provider | None:
    """Give the provider that the environment names, the same one each time; None where none. Raises BadOption, ExtraMissing."""
    own = settings(environ)
    return _provider(own) if own else None


@cache
def _provider(own: Settings) -> Provider:
    return Provider(own)


def new_attempt(at: datetime) -> str:
    """Give what the browser of whoever begins is to hold."""
    return f"{int(at.timestamp())}.{token_urlsafe(32)}"


class Provider:
    """A provider, with what it publishes of itself: asked for when it is first needed, and again after an hour."""

    def __init__(self, own: Settings) -> None:
        self.settings = own
        self._lock = Lock()
        self._known: tuple[datetime, Mapping[str, Any]] | None = None
        self._keys: Mapping[str, Any] | None = None

    def begin(self, attempt: str, base: str, *, at: datetime) -> str:
        """Give the address at the provider where somebody signs in; raises NotLetIn."""
        with self._client(base) as client:
            address = self._metadata(client, at)["authorization_endpoint"]
            state, verifier, nonce = (_made(attempt, what) for what in ("state", "verifier", "nonce"))
            made, _ = client.create_authorization_url(address, state=state, code_verifier=verifier, nonce=nonce)
            return str(made)

    def finish(self, attempt: str, query: Mapping[str, str], base: str, *, at: datetime) -> Person:
        """Give whom the provider sent back; raises NotLetIn where it was another attempt, or what it says does not hold."""
        state = query.get("state", "").encode("utf-8", "replace")
        if not _is_fresh(attempt, at) or not compare_digest(_made(attempt, "state").encode(), state):
            raise NotLetIn(*TOO_OLD)
        with self._client(base) as client:
            known = self._metadata(client, at)
            self._see_answer(query, known)
            token = self._exchanged(client, known, query.get("code", ""), _made(attempt, "verifier"))
            claims = self._claims(client, str(token.get("id_token", "")), _made(attempt, "nonce"), at)
            if "email" not in claims and known.get("userinfo_endpoint"):
                told = self._asked(client, known["userinfo_endpoint"], withhold_token=False)
                claims |= told if told.get("sub") == claims["sub"] else {}
        is_verified = claims.get("email_verified") is True and isinstance(claims.get("email"), str)
        return Person(self.settings.issuer, str(claims["sub"]), str(claims["email"]) if is_verified else "")

    def farewell(self, base: str, *, at: datetime) -> str:
        """Give the address at the provider where somebody signs out of it; empty where it offers none. Raises NotLetIn."""
        with self._client(base) as client:
            address = self._metadata(client, at).get("end_session_endpoint", "")
        told = {"client_id": self.settings.client, "post_logout_redirect_uri": f"{base}/login"}
        return f"{address}{'&' if '?' in address else '?'}{urlencode(told)}" if address else ""

    @contextmanager
    def _client(self, base: str) -> Iterator[OAuth2Client]:
        """Speak with the provider; what goes wrong on the way is told in one sentence."""
        from authlib.integrations.base_client import OAuthError  # noqa: PLC0415  # an extra, and slow to load
        from authlib.integrations.httpx_client import OAuth2Client  # noqa: PLC0415  # as above
        from httpx2 import HTTPError, InvalidURL  # noqa: PLC0415  # as above

        own = self.settings
        held = OAuth2Client(
            own.client,
            own.secret or None,
            token_endpoint_auth_method=self._way_in(),
            scope="openid email profile",
            redirect_uri=f"{base}{BACK}",
            code_challenge_method="S256",
            timeout=PATIENCE,
            follow_redirects=False,
        )
        try:
            with held as client:
                yield client
        except (HTTPError, InvalidURL, ValueError) as error:
            raise NotLetIn(say("`{name}` does not answer as it should", name=own.name), ASK) from error
        except OAuthError as error:
            raise NotLetIn(say("`{name}` does not take the code", name=own.name), say("begin again")) from error

    def _way_in(self) -> str:
        """Say how we show the provider who we are: as it asks for it, else by the header."""
        offered = self._known[1].get("token_endpoint_auth_methods_supported", ()) if self._known else ()
        if not self.settings.secret:
            return "none"
        return "client_secret_post" if offered and "client_secret_basic" not in offered else "client_secret_basic"

    def _metadata(self, client: OAuth2Client, at: datetime) -> Mapping[str, Any]:
        with self._lock:
            if self._known is None or not timedelta() <= at - self._known[0] < KNOWN_FOR:
                told = self._asked(client, f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration")
                self._known, self._keys = (at, self._seen(told)), None
        client.token_endpoint_auth_method = self._way_in()
        return self._known[1]

    def _seen(self, told: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give what a provider says of itself, where it is the one that is meant and is reached safely; raises NotLetIn."""
        name, ends = self.settings.name, ("authorization_endpoint", "token_endpoint", "jwks_uri")
        offered = [told[each] for each in ("userinfo_endpoint", "end_session_endpoint") if told.get(each)]
        named = [*(told.get(each) for each in ends), *offered]
        is_open = urlsplit(self.settings.issuer).scheme == "http"
        if told.get("issuer") != self.settings.issuer:
            raise NotLetIn(say("`{name}` says that it is another issuer", name=name), TELL)
        if not all(isinstance(each, str) and _is_safe(each, here=is_open) for each in named):
            raise NotLetIn(say("`{name}` has an address that is not safe, or lacks one", name=name), TELL)
        return told

    def _see_answer(self, query: Mapping[str, str], known: Mapping[str, Any]) -> None:
        """Refuse an answer that says no, or comes from another provider (RFC 9207); raises NotLetIn."""
        name = self.settings.name
        missing = "" if known.get("authorization_response_iss_parameter_supported") else self.settings.issuer
        if query.get("iss", missing) != self.settings.issuer:
            raise NotLetIn(say("the answer does not come from `{name}`", name=name), TELL)
        if "error" in query or not query.get("code"):
            raise NotLetIn(say("`{name}` did not sign you in", name=name), say("begin again"))

    def _exchanged(self, client: OAuth2Client, known: Mapping[str, Any], code: str, verifier: str) -> Mapping[str, Any]:
        return cast("Mapping[str, Any]", client.fetch_token(known["token_endpoint"], code=code, code_verifier=verifier))

    def _claims(self, client: OAuth2Client, token: str, nonce: str, at: datetime) -> dict[str, Any]:
        """Give what a token says; where no key of those that are known fits, the provider may have others by now."""
        with self._lock:
            were, self._keys = self._keys, self._keys or self._jwks(client)
        own = self.settings
        found = said_in(token, self._keys, issuer=own.issuer, client=own.client, nonce=nonce, at=at)
        if found is None and were is not None:
            with self._lock:
                self._keys = self._jwks(client)
            found = said_in(token, self._keys, issuer=own.issuer, client=own.client, nonce=nonce, at=at)
        if found is None:
            raise NotLetIn(say("what `{name}` says of you is signed by none of its keys", name=own.name), TELL)
        return found

    def _jwks(self, client: OAuth2Client) -> Mapping[str, Any]:
        assert self._known is not None  # noqa: S101  # it is asked for before anything else
        return self._asked(client, self._known[1]["jwks_uri"])

    def _asked(self, client: OAuth2Client, address: str, *, withhold_token: bool = True) -> Mapping[str, Any]:
        """Give what stands at an address, where it is an object and not too long; raises ValueError, HTTPError."""
        text = b""
        with client.stream("GET", address, withhold_token=withhold_token) as answer:
            for part in answer.raise_for_status().iter_bytes():
                text += part
                if len(text) > LONGEST:
                    raise ValueError(address)
        match json.loads(text):
            case dict() as found:
                return found
        raise ValueError(address)


def _made(attempt: str, what: str) -> str:
    """Make what is sent of an attempt; nobody finds the attempt by it."""
    return hashed(f"{what} of {attempt}")


def _is_fresh(attempt: str, at: datetime) -> bool:
    begun, _, rest = attempt.partition(".")
    is_one = bool(rest) and begun.isascii() and begun.isdecimal() and len(begun) < 12
    return is_one and timedelta() <= timedelta(seconds=int(at.timestamp()) - int(begun)) <= ATTEMPT_LASTS


def _is_safe(address: str, *, here: bool = True) -> bool:
    """Tell whether an address is one by https, or by http on this machine where that may be."""
    try:
        parts = urlsplit(address)
        is_here = parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
    except ValueError:
        is_here = False
    return bool(parts.hostname) and (parts.scheme == "https" or (here and parts.scheme == "http" and is_here))
