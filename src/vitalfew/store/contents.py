"""Texts that are kept once each, by their hash: files of revisions, packs as they were reported."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from vitalfew.store.database import Transaction
from vitalfew.store.tables import CONTENT, FILE


def sha(content: bytes) -> str:
    """Give the name that a content is kept under: its SHA-256."""
    return sha256(content).hexdigest()


def keep(transaction: Transaction, *contents: bytes) -> tuple[str, ...]:
    """Keep contents that are not kept yet, and give their names."""
    wanted = {sha(content): content for content in contents}
    kept = {row["sha256"] for row in transaction.find(CONTENT, CONTENT.c.sha256.in_(list(wanted)))}
    transaction.add(CONTENT, *({"sha256": name, "bytes": content} for name, content in wanted.items() if name not in kept))
    return tuple(map(sha, contents))


def kept(transaction: Transaction, names: Iterable[str]) -> dict[str, bytes]:
    """Give the contents of some names, by name."""
    rows = transaction.find(CONTENT, CONTENT.c.sha256.in_(list(set(names))))
    return {row["sha256"]: bytes(row["bytes"]) for row in rows}


def let_go(transaction: Transaction, *names: str) -> int:
    """Take away contents that no revision is made of; gives how many there were."""
    used = {row["sha256"] for row in transaction.find(FILE, FILE.c.sha256.in_(names))}
    return transaction.drop(CONTENT, CONTENT.c.sha256.in_([name for name in names if name not in used]))
