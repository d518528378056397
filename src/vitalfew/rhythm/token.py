"""What an ID token says, where it holds (OpenID Connect Core 1.0, 3.1.3.7): signature, issuer, audience, times, nonce.

Only signatures by a key pair count: what is unsigned, or signed with a secret that we share, shows nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hmac import compare_digest
from typing import Any

from vitalfew.base.errors import NotLetIn
from vitalfew.base.said import say

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
LATE = 60
"""Seconds that the clocks may differ."""
LONGEST = 255
"""How long a subject may be (OpenID Connect Core 1.0, 2)."""


def said_in(token: str, keys: Mapping[str, Any], *, issuer: str, client: str, nonce: str, at: datetime) -> dict[str, Any] | None:
    """Give what a token says; None where none of the keys has signed it. Raises NotLetIn where it does not hold."""
    from joserfc import jwt  # noqa: PLC0415  # an extra
    from joserfc.errors import BadSignatureError, ClaimError, ExpiredTokenError, InvalidKeyIdError, JoseError, MissingKeyError  # noqa: PLC0415  # as above
    from joserfc.jwk import KeySet  # noqa: PLC0415  # as above
    from joserfc.jws import JWSRegistry  # noqa: PLC0415  # as above

    registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    claims = jwt.JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=LATE,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
    )
    try:
        found = jwt.decode(token, KeySet.import_key_set(_usable(keys)), registry=registry).claims
        claims.validate(found)
    except (InvalidKeyIdError, BadSignatureError, MissingKeyError):
        return None
    except ExpiredTokenError as error:
        raise _refused(say("it has expired")) from error
    except ClaimError as error:
        raise _refused(say("`{claim}` is not as it must be", claim=error.claim)) from error
    except (JoseError, ValueError) as error:
        raise _refused(say("it is not signed as it must be")) from error
    _see_ours(found, client, nonce)
    return dict(found)


def _see_ours(found: Mapping[str, Any], client: str, nonce: str) -> None:
    """Refuse what was made for another attempt or another application; raises NotLetIn."""
    several = isinstance(found["aud"], list) and len(found["aud"]) > 1
    if found.get("azp", None if several else client) != client:
        raise _refused(say("`{claim}` is not as it must be", claim="azp"))
    if not compare_digest(str(found.get("nonce", "")).encode("utf-8", "replace"), nonce.encode()):
        raise _refused(say("`{claim}` is not as it must be", claim="nonce"))
    if not 0 < len(found["sub"]) <= LONGEST:
        raise _refused(say("`{claim}` is not as it must be", claim="sub"))


def _usable(keys: Mapping[str, Any]) -> Any:
    """Give the keys that sign; one that we do not know is no fault of the others."""
    from joserfc.errors import JoseError  # noqa: PLC0415  # an extra
    from joserfc.jwk import import_key  # noqa: PLC0415  # as above

    fitting = []
    for key in keys.get("keys", ()):
        if not isinstance(key, dict) or key.get("kty") == "oct" or key.get("use", "sig") != "sig":
            continue
        try:
            import_key(key)
        except (JoseError, ValueError, KeyError, TypeError):
            continue
        fitting.append(key)
    return {"keys": fitting}


def _refused(why: str) -> NotLetIn:
    return NotLetIn(say("what the provider says of you does not hold: {why}", why=why), say("tell your administrator"))
