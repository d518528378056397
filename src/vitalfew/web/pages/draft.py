"""A framework from eight answers: asked, understood while they are written, shown with reasons, and taken on (STR-1).

The answers of each step have an address, so that going back and forth, loading again and sending twice lose and double nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

from vitalfew.base.errors import Refused
from vitalfew.base.said import say, say_count
from vitalfew.draft.program import Infeasible
from vitalfew.rhythm.adoption import adopt, is_bare, propose_adoption
from vitalfew.web.forms.view import Form
from vitalfew.web.page import Leave, Page
from vitalfew.web.pages import _draft_paper as paper
from vitalfew.web.pages._draft_fields import form_of
from vitalfew.web.pages._draft_shown import Understood, understood
from vitalfew.web.pages._draft_whole import Outline, Whole, outline, whole
from vitalfew.web.pages._drafting import answered, drafted, keep_one, kept_one, understand, written
from vitalfew.web.visit import Visit

PATH = "/draft"
ALL = "check:all"
"""What asks for an outline of the draft too, which takes longer."""


@dataclass(frozen=True, slots=True)
class View:
    """The page at one of its steps; `of` is the address of the answers.

    `against` are the rules that cannot all be kept, `stops` says why it goes no further, with what to do.
    """

    step: str
    of: str
    form: Form
    understood: Understood | None
    outline: Outline | None
    found: paper.Shown | None
    whole: Whole | None
    against: tuple[str, ...]
    stops: tuple[str, str]
    is_bare: bool
    may: bool
    is_named: bool


def build(visit: Visit) -> View:
    """Build the page."""
    of, texts = _texts(visit)
    name = visit.form.get("paper") or visit.query.get("paper", "")
    if found := paper.kept_paper(visit, name):
        return replace(_view(visit, "paper", "", {}), found=paper.shown(name, found, visit.form))
    step, read = visit.form.get("step") or visit.query.get("step", ""), answered(texts)
    if step not in {"framework", "next"} or read.brief is None:
        return _asking(visit, of, texts)
    try:
        made = drafted(visit, read.brief)
    except Infeasible as error:
        return _asking(visit, of, texts, against=error)
    except Refused as error:
        return replace(_view(visit, "answers", of, texts), stops=(error.words, error.help))
    return replace(_view(visit, step, of, texts), whole=whole(visit, made))


def _texts(visit: Visit) -> tuple[str, Mapping[str, str]]:
    """Give the answers that a visit is about, with their address where they have one."""
    if visit.form.get("do") in {"check", ALL, "show", "read"}:
        return "", written(visit.form)
    of = visit.form.get("of") or visit.query.get("of", "")
    known = kept_one(visit, of) if of else None
    texts = {name: text for name, text in (known or {}).items() if isinstance(text, str)}
    return (of, texts) if texts else ("", _begun(visit))


def _begun(visit: Visit) -> Mapping[str, str]:
    """Give what is known already of an organisation that has a framework."""
    own = visit.framework.organization
    said = {
        "name": own.name,
        "industry": own.industry,
        "size": str(own.size) if own.size else None,
        "goals": "\n".join(own.goals),
        "focus": "\n".join(own.focus),
        "scope": own.scope,
        "reporting": own.reporting,
    }
    return {name: text for name, text in said.items() if text}


def _asking(visit: Visit, of: str, texts: Mapping[str, str], against: Infeasible | None = None) -> View:
    """Show the questions; what is missing is said where somebody sent it, what is wrong always."""
    read = answered(texts)
    is_sent = visit.form.get("do") == "show" or bool(visit.query.get("of"))
    findings = [each for each in read.findings if is_sent or texts.get((each.field or "").partition(".")[0])]
    view = _view(visit, "answers", of, texts)
    if read.brief:
        try:
            view = replace(view, understood=understood(understand(visit, read.brief)))
            if visit.form.get("do") == ALL:
                view = replace(view, outline=outline(drafted(visit, read.brief)))
        except Infeasible as error:
            against = error
        except Refused as error:
            view = replace(view, stops=(error.words, error.help))
    if against:
        why = say("no framework keeps all of these bounds at once"), against.help
        view = replace(view, stops=why, against=against.conflict)
    return replace(view, form=form_of(texts, findings, against.conflict if against else ()))


def _view(visit: Visit, step: str, of: str, texts: Mapping[str, str]) -> View:
    bare = is_bare(visit.framework)
    return View(
        step,
        of,
        form_of(texts, ()),
        None,
        None,
        None,
        None,
        (),
        ("", ""),
        bare,
        may=visit.may("change" if bare else "propose"),
        is_named=bool(_signer(visit)),
    )


def act(visit: Visit) -> str | Leave:
    """Go a step on with what was sent; raises Refused, PaperUnreadable, Infeasible, ExtraMissing."""
    wanted = visit.form.get("do", "")
    if wanted not in DOES:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    return DOES[wanted](visit)


def _show(visit: Visit) -> Leave:
    """Keep the answers and show what comes of them; raises Refused where one is missing or wrong."""
    texts = written(visit.form)
    read = answered(texts)
    if read.brief is None:
        number = len(read.findings)
        raise Refused(
            say_count("{n} answer is missing or wrong", "{n} answers are missing or wrong", number), say("see the fields below")
        )
    return _at(of=keep_one(visit, texts), step="framework")


def _read(visit: Visit) -> Leave:
    """Read a brief or a strategy paper; what was found is shown before it is used."""
    name = Path(visit.form.get("file_name", "").replace("\\", "/")).name
    if not name:
        raise Refused(say("no file was sent"), say("choose one first"))
    return _at(**paper.taken_in(visit, name, visit.form["file"].encode("latin-1"), written(visit.form)))


def _take(visit: Visit) -> Leave:
    """Take over what was ticked of a paper, as it was edited."""
    found = paper.kept_paper(visit, visit.form.get("paper", ""))
    if found is None:
        raise Refused(say("what was found is not there any more"), say("send the file again"))
    return _at(of=keep_one(visit, paper.ticked_answers(visit.form, found["answers"])))


def _adopt(visit: Visit) -> Leave:
    """Take the draft on: live where nothing is declared yet, else as a proposal."""
    of, texts = _texts(visit)
    read = answered(texts)
    if read.brief is None:
        raise Refused(say("the answers are not there"), say("answer the questions again"))
    made = drafted(visit, read.brief)
    files = {path: text.encode() for path, text in made.files.items()}
    title = str(say("Framework of {name}, drafted from eight answers", name=read.brief.name))[:200]
    if not is_bare(visit.framework):
        with visit.writing() as desk:
            asked = propose_adoption(desk, files, title=title)
        return Leave(f"/proposal/{asked.id}") if asked else Leave(_to(of=of, step="next"))
    adopt(
        visit.workspace.store,
        visit.workspace.root,
        files,
        by=_signer(visit) or visit.said("by", say("say who takes it on"))[:200],
        at=visit.who.at,
        message=title,
        rights=visit.who.rights,
    )
    return Leave(_to(of=of, step="next"))


def _signer(visit: Visit) -> str:
    """Give who signs what the visitor takes on: where nothing is declared, an account is of no person yet."""
    return visit.person or (visit.who.account.login if visit.who.account else "")


def _at(**query: str) -> Leave:
    return Leave(_to(**query), is_midway=True)


def _to(**query: str) -> str:
    return f"{PATH}?{urlencode(query)}"


DOES: Mapping[str, Callable[[Visit], Leave]] = {"show": _show, "read": _read, "take": _take, "adopt": _adopt}
PAGE = Page(PATH, say("Draft a framework"), build, nav=27, act=act, check="form", longest=21_000_000)
