"""Proposals of changes: to make, to read in terms of the strategy, to approve, return or withdraw, to merge."""

from contextlib import suppress
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from vitalfew.api.body import Body, Name, Seen, Text, Words
from vitalfew.api.closed import without_figures
from vitalfew.api.route import YES, Answer, Ask, Parameter, Read, Write
from vitalfew.api.said import noun_of
from vitalfew.base.errors import Refused
from vitalfew.load.amend import Amendment, edit_texts
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.merging import merge
from vitalfew.rhythm.proposals import approve, proposal, proposals, propose, send_back, update, withdraw
from vitalfew.store.revisions import files, live
from vitalfew.workspace import audit

MOST = 100
"""How many values or files a proposal changes at once."""


def _list(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        found = proposals(desk, past=ask.has("all"), person=ask.query.get("person"))
    return {"proposals": [each.as_json() for each in found]}


def _one(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        return _told(desk, ask, ask.path["id"])


def _told(desk: Desk, ask: Ask, id_: str) -> Answer:
    made, found = proposal(desk, id_)
    return {"proposal": made.as_json(), **without_figures(found.as_json(), ask.look.workspace.unseen)}


class Approve(Body):
    """The texts that were seen, by the `digest` of the proposal: refused where it has others. And a word with it."""

    digest: Name
    text: Words | None = None


class Return(Seen):
    """What is to be different."""

    reason: Words


Plain = Name | Text | int | float | bool | None
Path = Annotated[str, StringConstraints(max_length=200, pattern=r"^framework(/[\w-][\w.-]*)+\.ya?ml$")]


class Edit(Body):
    """A value by the address of its noun and the path to it, such as `kpi:churn` and `target.at_most`; null takes it out."""

    ref: Name
    field: Annotated[str, StringConstraints(max_length=200, pattern=r"^\w+(\.\w+)*$")]
    value: Plain | list[Plain] | dict[str, Plain]


class Change(Body):
    """What is to be another way: values of what is live, or files by path, null for one to be taken away; others stay."""

    edits: Annotated[list[Edit], Field(default_factory=list, max_length=MOST)]
    files: Annotated[dict[Path, Text | None], Field(default_factory=dict, max_length=MOST)]

    @model_validator(mode="after")
    def _either(self) -> "Change":
        if bool(self.edits) == bool(self.files):
            msg = "give either `edits` or `files`"
            raise ValueError(msg)
        return self


class Propose(Change):
    """What is proposed, in a few words, and why."""

    title: Name
    text: Words | None = None


class Update(Change, Seen):
    """Other texts for a proposal that was made by oneself, and why."""

    text: Words | None = None


class Withdraw(Seen):
    """Why it is taken back, where there is something to say."""

    reason: Words | None = None


class Merge(Seen):
    """Why errors or missing agreements may stand, where they may: for the owner of the structure."""

    waived: Words | None = None


def _propose(desk: Desk, ask: Ask, body: Propose, _: int | None) -> Answer:
    return _told(desk, ask, propose(desk, _texts(desk, body), title=body.title, text=body.text or "").id)


def _update(desk: Desk, ask: Ask, body: Update, version: int | None) -> Answer:
    return _told(desk, ask, update(desk, ask.path["id"], _texts(desk, body), text=body.text, version=version).id)


def _texts(desk: Desk, body: Change) -> dict[str, bytes]:
    """Give all files as they are to be, from those that are live; raises Refused."""
    present = live(desk.transaction)
    if present is None:
        raise Refused("there is no revision yet", "make the first with `vitalfew apply -m MESSAGE`")
    texts = files(desk.transaction, present.number)
    if body.edits:
        return edit_texts(texts, [Amendment(noun_of(each.ref), each.field, each.value) for each in body.edits])
    said = {path: text if text is None else text.encode() for path, text in body.files.items()}
    return {path: text for path, text in {**texts, **said}.items() if text is not None}


def _withdraw(desk: Desk, ask: Ask, body: Withdraw, version: int | None) -> Answer:
    return _told(desk, ask, withdraw(desk, ask.path["id"], reason=body.reason, version=version).id)


def _merge(desk: Desk, ask: Ask, body: Merge, version: int | None) -> Answer:
    """Make it live; the files follow afterwards where they hold nothing of their own."""
    workspace = ask.look.workspace
    made = merge(
        desk,
        ask.path["id"],
        lambda loaded: audit(loaded, today=workspace.today, evidence=workspace.evidence),
        waived=body.waived,
        version=version,
    )
    return {"proposal": made.proposal.as_json(), "revision": made.revision.as_json()}


def _export(ask: Ask, _: Merge) -> None:
    with suppress(Refused):
        ask.look.workspace.export()


def _approve(desk: Desk, ask: Ask, body: Approve, _: int | None) -> Answer:
    return _told(desk, ask, approve(desk, ask.path["id"], digest=body.digest, text=body.text).id)


def _return(desk: Desk, ask: Ask, body: Return, version: int | None) -> Answer:
    return _told(desk, ask, send_back(desk, ask.path["id"], reason=body.reason, version=version).id)


QUERY = (Parameter("all", "Those that are over too", YES), Parameter("person", "Those that wait for one person, by id"))
ONE = ("proposal", "live", "needs", "approvals", "conflicts")
MERGED = ("proposal", "revision")
LONG = 1024 * 1024
ROUTES = (
    Read("/proposals", "Proposals that are not over", _list, ("proposals",), listed="proposals", query=QUERY),
    Read("/proposals/{id}", "What it changes, and who must still approve it, and why", _one, ONE, numbered="proposal"),
    Write("/proposals/{id}/approve", "Approve it in all that one is asked for", Approve, _approve, ONE),
    Write("/proposals/{id}/return", "Return it with what is to be different", Return, _return, ONE, is_versioned=True),
    Write("/proposals", "Propose other values or files, and ask those whose they are", Propose, _propose, ONE, 201, longest=LONG),
    Write("/proposals/{id}/update", "Give it other texts", Update, _update, ONE, is_versioned=True, longest=LONG),
    Write("/proposals/{id}/withdraw", "Take it back", Withdraw, _withdraw, ONE, is_versioned=True),
    Write("/proposals/{id}/merge", "Make it the live revision", Merge, _merge, MERGED, is_versioned=True, then=_export),
)
