"""Passwords that are tried first are none, what is kept of others opens nothing, and codes are those of the RFC."""

from __future__ import annotations

from base64 import b32encode

import pytest
from argon2 import PasswordHasher

from vitalfew.base.errors import Refused
from vitalfew.rhythm import password as passwords
from vitalfew.rhythm.password import fits, hash_of, see_strong
from vitalfew.rhythm.totp import address, code

WORDS, OTHER = "tall green teapot seven", "seven teapots tall and green"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in a millisecond: what is tested is not how long it takes."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(at: int, expected: str) -> None:
    """Appendix B, SHA-1."""
    assert code(b32encode(b"12345678901234567890").decode(), at // 30, digits=8) == expected


def test_the_address_of_a_key_escapes_names() -> None:
    assert address("ABC", "a:b@c", "R&D ?") == "otpauth://totp/R%26D%20%3F%3Aa%3Ab%40c?secret=ABC&issuer=R%26D%20%3F"


WEAK = ["", "short", "Password2026!", "P@ssw0rdP@ssw0rd", "welcomewelcome1", "123456789012", "aaaaaaaabbbb", "abcdefghijklm"]
WEAK += ["Correct-Horse-Battery-Staple", "Greta.Lind2026!!", "gretagretagreta", "x" * 201, "qwertzuiopasdfgh"]


@pytest.mark.parametrize("weak", WEAK)
def test_what_is_tried_first_is_no_password(weak: str) -> None:
    with pytest.raises(Refused):
        see_strong(weak, "greta.lind@meridian.example")


@pytest.mark.parametrize("strong", [WORDS, "größe neun zehn elf", "kQ7#vv!m2Lp0", "数字学校猫犬鳥魚山川海空"])
def test_any_long_text_is_one_and_opens(strong: str) -> None:
    see_strong(strong, "greta.lind@meridian.example")
    assert fits(hash_of(strong), strong)


def test_only_its_hash_is_kept_and_it_is_argon2id() -> None:
    kept = hash_of(WORDS)
    assert kept.startswith("$argon2id$")
    assert (WORDS in kept, fits(kept, WORDS), fits(kept, OTHER), fits(None, WORDS)) == (False, True, False, False)
    assert fits(hash_of("gro\u0308ße neun zehn"), "größe neun zehn"), "however a keyboard composes it"


def test_hashing_takes_what_rfc_9106_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its second recommendation: 64 MiB, three passes, four lanes."""
    monkeypatch.undo()
    assert (passwords.HASHER.memory_cost, passwords.HASHER.time_cost, passwords.HASHER.parallelism) == (65536, 3, 4)
