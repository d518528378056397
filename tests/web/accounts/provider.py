"""A provider of single sign-on as tests need one: a server on this machine, with a form, that can be made to lie."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey, KeyParameters, KeySet, RSAKey
from starlette.testclient import TestClient
from tests.web.comers import HOME, words

CLIENT, SECRET = "vitalfew-of-meridian", "hush & <quiet>: 100% ours"
Key = RSAKey | ECKey
Claims = dict[str, Any]


@dataclass
class Issuer:
    """What the provider knows and says; tests change it. `spoil` gets the claims of a token before it is signed."""

    address: str = ""
    keys: list[Any] = field(default_factory=list)
    signing: Key | None = None
    users: dict[str, Claims] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    told: Claims = field(default_factory=dict)
    spoil: Callable[[Claims], object] = lambda _: None
    sign: Callable[[Claims, Key], str] | None = None
    thin: bool = False

    def metadata(self) -> Claims:
        """Give what it says of itself."""
        ends = {"authorization_endpoint": "/begin", "token_endpoint": "/token", "jwks_uri": "/keys"}
        more = {"userinfo_endpoint": "/userinfo", "end_session_endpoint": "/end"}
        known = {name: f"{self.address}{path}" for name, path in {**ends, **more}.items()}
        return {"issuer": self.address, **known, "authorization_response_iss_parameter_supported": True, **self.told}

    def answer(self, path: str, query: dict[str, str], bearer: str) -> tuple[int, str, str]:
        """Give status, text and kind of what stands at a path."""
        known: dict[str, Callable[[], object]] = {
            "/.well-known/openid-configuration": self.metadata,
            "/keys": lambda: KeySet(self.keys).as_dict(private=False),
            "/userinfo": lambda: self.users[self.tokens[bearer]],
        }
        if path in known:
            return 200, json.dumps(known[path]()), "application/json"
        hidden = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in query.items())
        form = f'<form method="post" action="/begin">{hidden}<label>Name <input name="user"></label><button>Enter</button></form>'
        said = {"/begin": form, "/end": "<h1>Signed out there</h1>"}[path]
        return 200, f'<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Provider</title>{said}', "text/html"

    def code_for(self, name: str, query: dict[str, str]) -> str:
        """Give what the browser brings back of somebody who signed in."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**query, "user": name}
        return code

    def exchanged(self, form: dict[str, str], authorization: str) -> Claims | None:
        """Give tokens for a code: once, to whom it was made for, and who knows the verifier of its challenge."""
        begun = self.codes.pop(form.get("code", ""), None)
        who = tuple(map(unquote, base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":", 1)))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if begun is None or who != (CLIENT, SECRET) or challenge != begun["code_challenge"]:
            return None
        if form.get("redirect_uri") != begun["redirect_uri"]:
            return None
        access = secrets.token_urlsafe(16)
        self.tokens[access] = begun["user"]
        return {"access_token": access, "token_type": "Bearer", "id_token": self.id_token(begun)}

    def id_token(self, begun: dict[str, str]) -> str:
        """Give what it says of whoever signed in, signed."""
        assert self.signing is not None
        now, user = int(time.time()), self.users[begun["user"]]
        own = {"sub": user["sub"]} if self.thin else user
        claims = {"iss": self.address, "aud": begun["client_id"], "iat": now, "exp": now + 300, "nonce": begun["nonce"], **own}
        self.spoil(claims)
        return self.sign(claims, self.signing) if self.sign else signed(claims, self.signing)


def signed(claims: Claims, key: Key, algorithm: str = "") -> str:
    header = {"alg": algorithm or ("ES256" if isinstance(key, ECKey) else "RS256"), "kid": key.kid}
    return jwt.encode(header, claims, key)


def unsigned(claims: Claims, _: Key) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."


def new_key(kind: type[Key] = ECKey) -> Key:
    parameters: KeyParameters = {"kid": secrets.token_hex(4)}
    if kind is RSAKey:
        return RSAKey.generate_key(2048, parameters)
    return ECKey.generate_key("P-256", parameters)


@contextmanager
def serving() -> Iterator[Issuer]:
    """Serve a provider that knows Greta, on a port of its own."""
    key = new_key()
    greta = {"sub": "greta-7", "email": "Greta@Meridian.example", "email_verified": True, "name": "Greta Lind"}
    issuer = Issuer(keys=[key], signing=key, users={"greta": greta})

    class Answering(BaseHTTPRequestHandler):
        """Answers as the provider."""

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: said[0] for name, said in parse_qs(parts.query).items()}
            issuer.asked.append((parts.path, query))
            bearer = self.headers.get("authorization", "").removeprefix("Bearer ")
            self.say(*issuer.answer(parts.path, query, bearer))

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
            form = {name: said[0] for name, said in parse_qs(text).items()}
            issuer.asked.append((self.path, form))
            if self.path == "/begin":
                answer = {"code": issuer.code_for(form["user"], form), "state": form["state"], "iss": issuer.address}
                self.send_response(303)
                self.send_header("location", f"{form['redirect_uri']}?{urlencode(answer)}")
                self.end_headers()
                return
            found = issuer.exchanged(form, self.headers.get("authorization", ""))
            self.say(200 if found else 400, json.dumps(found or {"error": "invalid_grant"}))

        def say(self, status: int, text: str, kind: str = "application/json") -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    issuer.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def begun(browser: TestClient, path: str = "/sso") -> dict[str, str]:
    """Follow the link to the provider; gives what was sent there."""
    answer = browser.get(path)
    assert answer.status_code == 303, words(answer.text)
    return {name: said[0] for name, said in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def sent_back(issuer: Issuer, query: dict[str, str], user: str = "greta") -> str:
    """Sign in at the provider; gives the path that it sends the browser back to."""
    answer = httpx2.post(f"{issuer.address}/begin", data={**query, "user": user}, follow_redirects=False)
    assert answer.headers["location"].startswith(f"{HOME}/sso/back?")
    return answer.headers["location"].removeprefix(HOME)


def through(browser: TestClient, issuer: Issuer, user: str = "greta", path: str = "/sso") -> Any:
    return browser.get(sent_back(issuer, begun(browser, path), user))


def refused(answer: Any, why: str) -> None:
    said = words(answer.text).replace("`", "")
    assert (answer.status_code, why in said) == (403, True), said
    assert "vitalfew=" not in answer.headers.get("set-cookie", "").replace("vitalfew-sso=", "")
