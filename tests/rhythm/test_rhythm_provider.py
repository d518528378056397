"""Which provider of single sign-on the environment names, and what is said where it cannot be used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from vitalfew.base.errors import BadOption, ExtraMissing
from vitalfew.rhythm import provider as providers
from vitalfew.rhythm.provider import CLIENT as CLIENT_VARIABLE
from vitalfew.rhythm.provider import ISSUER, JOIN, settings
from vitalfew.rhythm.provider import SECRET as SECRET_VARIABLE
from vitalfew.rhythm.token import said_in

CLIENT, SECRET = "vitalfew-of-meridian", "hush & <quiet>: 100% ours"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (ISSUER, "http://idp.example"),
        (ISSUER, "ftp://localhost/x"),
        (ISSUER, "https://idp.example/?x=1"),
        (CLIENT_VARIABLE, ""),
        (JOIN, "everybody"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_at_the_start(name: str, value: str) -> None:
    given = {ISSUER: "https://idp.example/realms/x", CLIENT_VARIABLE: CLIENT, SECRET_VARIABLE: SECRET, name: value}
    with pytest.raises(BadOption, match=name):
        settings(given)


def test_the_secret_is_in_no_text_of_the_settings_and_the_name_is_the_hosts_where_none_is_said() -> None:
    found = settings({ISSUER: "https://idp.example/x", CLIENT_VARIABLE: CLIENT, SECRET_VARIABLE: SECRET})
    assert found is not None
    assert (SECRET in repr(found), found.name, found.join) == (False, "idp.example", "invited")
    assert settings({}) is None


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "find_spec", lambda name: None if name == "authlib" else object())
    with pytest.raises(ExtraMissing, match="single sign-on") as refusal:
        settings({ISSUER: "https://idp.example", CLIENT_VARIABLE: CLIENT})
    assert "vitalfew[sso]" in refusal.value.help


def test_nothing_of_it_is_loaded_where_nobody_comes_by_it() -> None:
    said = "import sys, vitalfew.web.app; print([name for name in ('authlib', 'joserfc', 'httpx2') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_keys_that_are_unknown_or_shared_are_left_out_and_the_others_count() -> None:
    at = datetime(2026, 6, 15, 9, tzinfo=UTC)
    own, shared = ECKey.generate_key("P-256", {"kid": "one"}), OctKey.import_key(SECRET * 2)
    now = int(at.timestamp())
    claims = {"iss": "https://idp.example", "aud": CLIENT, "sub": "7", "iat": now, "exp": now + 60, "nonce": "n"}
    token = jwt.encode({"alg": "ES256", "kid": "one"}, claims, own)
    odd = [{"kty": "of tomorrow", "kid": "two"}, "no key", {}, None, {**shared.as_dict(), "kid": "three"}]

    def said(keys: Sequence[object]) -> object:
        return said_in(token, {"keys": keys}, issuer="https://idp.example", client=CLIENT, nonce="n", at=at)

    assert said([*odd, own.as_dict(private=False)]) == claims
    assert said(odd) is None
    assert said([{**own.as_dict(private=False), "use": "enc"}]) is None
