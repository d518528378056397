"""The store's tables as they are now; `migrations/` says how they came to be.

Every table is keyed by workspace first, so that many organisations lie apart in one database.
Moments and documents are texts: what is hashed is what is stored, byte by byte, on every database.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

HEAD = "0007"
"""The number of the last migration."""
METADATA = MetaData()


def moment(at: datetime) -> str:
    """Give a moment as columns hold it: in UTC, of one length, so that texts sort as moments do whatever the collation."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


WORKSPACE = Table("workspace", METADATA, Column("id", Text, primary_key=True), Column("created_at", Text, nullable=False))


def _keyed(name: str, *columns: SchemaItem) -> Table:
    key = Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True)
    return Table(name, METADATA, key, *columns)


def _number(name: str = "number") -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


JOURNAL = _keyed(
    "journal",
    _number(),
    Column("at", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("personal", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""Who did what when. `personal` holds a salted hash for each personal field, whose text lies in `journal_personal`."""

PERSONAL = _keyed(
    "journal_personal",
    _number(),
    Column("field", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("value", Text, nullable=False),
)
"""What the journal says of people, apart from it, so that it can be erased."""

CONTENT = _keyed("content", Column("sha256", Text, primary_key=True), Column("bytes", LargeBinary, nullable=False))
"""What revisions are made of, each once."""

REVISION = _keyed(
    "revision",
    _number(),
    Column("digest", Text, nullable=False),
    Column("parent", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("entry", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("waived", Text),
    Column("document", Text, nullable=False),
)
"""The framework as it was decided on. `document` is the hash of its canonical form, `entry` the journal's, which says by whom."""

FILE = _keyed(
    "revision_file", _number("revision"), Column("path", Text, primary_key=True), Column("sha256", Text, nullable=False)
)
"""The files of a revision, comments and all."""

MATTER = _keyed(
    "matter",
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("about", Text, nullable=False),
    Column("key", Text),
    Column("due_at", Text),
    Column("opened_at", Text, nullable=False),
    Column("moved_at", Text, nullable=False),
    Column("data", Text, nullable=False),
    UniqueConstraint("workspace", "kind", "key"),
    Index("matter_about", "workspace", "about"),
    Index("matter_due", "workspace", "kind", "state", "due_at"),
)
"""What people deal with: escalations, reviews, actions, proposals; each is opened once and goes from state to state."""

SLOT = _keyed(
    "slot",
    Column("job", Text, primary_key=True),
    Column("at", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("holder", Text, nullable=False),
    Column("leased_until", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("done_at", Text),
    Column("said", Text),
)
"""Which job ran for which moment, and who holds it until when."""

OUTBOX = _keyed(
    "outbox",
    Column("key", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Text, nullable=False),
    Column("channel", Text),
    Column("holder", Text),
    Column("leased_until", Text),
    Column("sent_at", Text),
    Column("said", Text),
    Index("outbox_next", "workspace", "state", "next_at"),
)
"""What is to be sent to people, each once by its key; written in the transaction that gives the reason."""

RUN = _keyed(
    "run",
    _number(),
    Column("name", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("said", Text, nullable=False),
    UniqueConstraint("workspace", "name"),
)
"""Measuring runs of a team, and the parts that they kept: what a run's file says, and its number of observations."""

SEEN = _keyed("run_seen", Column("name", Text, primary_key=True), Column("bytes", LargeBinary, nullable=False))
"""What a run saw of the sources, as long as another may build upon it."""

OBSERVATION = Table(
    "observation",
    METADATA,
    Column("workspace", Text, primary_key=True),  # held by its run's; looking it up for each of millions of rows costs as much
    *(Column(name, Text, primary_key=True) for name in ("kpi", "grain")),
    _number(),
    Column("slice", Text, primary_key=True),
    _number("run"),
    *(Column(name, Date, nullable=False) for name in ("start", "end")),
    Column("complete", Boolean, nullable=False),
    *(Column(name, Double) for name in ("share", "value", "numerator", "denominator")),
    Column("missing", Text),
    Column("recipe", Text, nullable=False),
    Column("recorded_at", DateTime, nullable=False),
    Index("observation_run", "workspace", "run"),
)
"""What a team has measured, only ever added to; `run` is the number of the run. An organisation of its own keeps files."""

ACCOUNT = _keyed(
    "account",
    Column("id", Text, primary_key=True),
    Column("login", Text, nullable=False),
    Column("person", Text),
    Column("password", Text),
    Column("totp", Text),
    Column("totp_step", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    UniqueConstraint("workspace", "login"),
)
"""Who can sign in: the hash of a password, the key of a second factor and the last of its steps that was used."""

ROLE = _keyed("account_role", *(Column(name, Text, primary_key=True) for name in ("account", "role", "unit")))
"""What an account may do, in an organisation unit and those below it; the unit is empty for the whole workspace."""

SESSION = _keyed(
    "session",
    Column("hash", Text, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("account", "made_at", "seen_at", "expires_at", "agent")),
)
"""Where an account is signed in, by the hash of what the browser holds."""

TICKET = _keyed(
    "ticket",
    Column("hash", Text, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("account", "purpose", "expires_at")),
)
"""What is good for one step of one account: to give the second factor, to choose a password. By its hash."""

TOKEN = _keyed(
    "token",
    Column("hash", Text, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("id", "account", "name", "scope", "made_at")),
    *(Column(name, Text) for name in ("used_at", "revoked_at")),
)
"""What programs sign in with, by its hash."""

ATTEMPT = _keyed(
    "attempt",
    Column("key", Text, primary_key=True),
    Column("since", Text, nullable=False),
    Column("count", Integer, nullable=False),
)
"""How often somebody has tried to sign in since when, by the hash of who and from where."""

ANSWER = _keyed(
    "answer",
    Column("key", Text, primary_key=True),
    Column("request", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
"""What programs were answered lately, by the hash of who asked with which key: asked again, nothing happens twice."""

IDENTITY = _keyed(
    "identity",
    *(Column(name, Text, primary_key=True) for name in ("issuer", "subject")),
    *(Column(name, Text, nullable=False) for name in ("account", "made_at")),
)
"""Whom a provider of single sign-on names, and the account that they are."""

RECOVERY = _keyed("recovery_code", *(Column(name, Text, primary_key=True) for name in ("account", "hash")))
"""What opens an account once in the place of its second factor, by its hash."""

APPENDED = frozenset({"run", "observation"})
"""Tables whose rows nobody changes or takes away."""

_CARRIED = (JOURNAL, PERSONAL, CONTENT, REVISION, FILE, MATTER, SLOT, OUTBOX, ACCOUNT, ROLE, IDENTITY)
TABLES = {table.name: table for table in _CARRIED}
"""What a workspace holds and a backup carries, by name; a table's rows rest on none of a later one.

Sessions, tickets, tokens and recovery codes are not among them: what was revoked or used since would come to life again.
Answers are good for a day.
"""
