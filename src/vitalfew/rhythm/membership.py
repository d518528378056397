"""Who signs in and with which roles: what an administrator does to accounts, each step written down.

As soon as there is an account there is an administrator: the first is one, and the last one stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.said import say, several
from vitalfew.model.framework import Framework
from vitalfew.model.organization import Person
from vitalfew.model.visibility import recognised
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.password import hash_of, see_strong
from vitalfew.rhythm.rights import ADMINISTRATOR, EVERYTHING, ROLES, Rights
from vitalfew.rhythm.signin import Caller, note, send_link
from vitalfew.store.accounts import (
    ACTIVE,
    DISABLED,
    Account,
    Grant,
    accounts,
    add_account,
    change_account,
    has_accounts,
    known_account,
    set_grants,
)
from vitalfew.store.database import Store
from vitalfew.store.identities import drop_identities
from vitalfew.store.recovery import drop_codes
from vitalfew.store.sessions import end_sessions, open_session, revoke_tokens

INVITED_FOR = timedelta(days=7)


def begin_accounts(
    store: Store, framework: Framework, *, login: str, password: str, person: str | None, caller: Caller, at: datetime
) -> str:
    """Make the first administrator, and sign them in; gives what the browser is to hold. Raises Refused where there is one."""
    see_strong(password, login)
    kept = hash_of(password)
    with store.writing() as transaction:
        if has_accounts(transaction):
            raise Refused(say("there is an administrator already"), say("sign in"))
        made = add_account(transaction, login, person=_person(framework, person or login, asked=bool(person)), at=at)
        change_account(transaction, made.id, password=kept)
        set_grants(transaction, made.id, [Grant(ADMINISTRATOR)])
        said = {"roles": [[ADMINISTRATOR, ""]]}
        note(transaction, made, "begin", by=made.person or made.login, at=at, after=dict(said))
        return open_session(transaction, made.id, at=at, agent=caller.agent)


def invite(
    desk: Desk, login: str, *, person: str | None, grants: Iterable[Grant], base: str = "", lifetime: timedelta = INVITED_FOR
) -> str:
    """Make an account and a link to choose its password with, which is mailed where it can be; gives the ticket in it.

    Raises Refused, UnknownName.
    """
    desk.see_may("administer")
    given = _known(desk.framework, grants)
    if not given:
        raise Refused(say("an account without a role can do nothing"), say("give one of {roles}", roles=several(ROLES)))
    made = add_account(desk.transaction, login, person=_person(desk.framework, person or login, asked=bool(person)), at=desk.at)
    set_grants(desk.transaction, made.id, given)
    _see_administered(desk)
    note(desk.transaction, made, "invite", by=desk.by, at=desk.at, after={"roles": [list(each) for each in given]})
    subject = say("You are invited to {organisation}", organisation=desk.framework.organization.name or "Vitalfew")
    language = desk.framework.publishing.language
    return send_link(desk.transaction, made, base=base, at=desk.at, lifetime=lifetime, subject=subject, language=language)


def uninvited(desk: Desk) -> tuple[Person, ...]:
    """Give whoever of the framework could be invited: a person who is here, has an address, and no account."""
    known = accounts(desk.transaction)
    people, logins = {each.person for each in known}, {each.login.casefold() for each in known}
    return tuple(
        each
        for each in desk.framework.people
        if each.name
        and each.email
        and not each.group
        and not (each.left and each.left <= desk.today)
        and each.id not in people
        and each.email.casefold() not in logins
    )


def invite_all(desk: Desk, people: Iterable[str], grants: Iterable[Grant], *, base: str) -> int:
    """Invite people by their addresses, all or none; who was invited meanwhile is left out. Raises Refused, UnknownName."""
    desk.see_may("administer")
    given, wanted = [*grants], set(people)
    found = [each for each in uninvited(desk) if each.id in wanted]
    for each in found:
        invite(desk, str(each.email), person=each.id, grants=given, base=base)
    if not found:
        raise Refused(say("nobody is left to invite"), say("give people an address first"))
    return len(found)


def give_roles(desk: Desk, login: str, grants: Iterable[Grant]) -> Account:
    """Give an account these roles and no others; raises Refused, UnknownName."""
    desk.see_may("administer")
    found, given = known_account(desk.transaction, login), _known(desk.framework, grants)
    set_grants(desk.transaction, found.id, given)
    _see_administered(desk)
    note(desk.transaction, found, "give-roles", by=desk.by, at=desk.at, after={"roles": [list(each) for each in given]})
    return known_account(desk.transaction, login)


def disable(desk: Desk, login: str) -> Account:
    """Let an account open nothing any more: sessions end, tokens are revoked. Raises Refused, UnknownName."""
    desk.see_may("administer")
    found = known_account(desk.transaction, login)
    change_account(desk.transaction, found.id, state=DISABLED)
    end_sessions(desk.transaction, found.id)
    revoke_tokens(desk.transaction, found.id, at=desk.at)
    _see_administered(desk)
    note(desk.transaction, found, "disable", by=desk.by, at=desk.at)
    return known_account(desk.transaction, login)


def enable(desk: Desk, login: str) -> Account:
    """Let an account be used again, by its password; raises Refused, UnknownName."""
    desk.see_may("administer")
    found = known_account(desk.transaction, login)
    change_account(desk.transaction, found.id, state=ACTIVE)
    note(desk.transaction, found, "enable", by=desk.by, at=desk.at)
    return known_account(desk.transaction, login)


def reset(desk: Desk, login: str, *, base: str = "", second_factor: bool = False, lifetime: timedelta = INVITED_FOR) -> str:
    """Take the password of an account away, its second factor too where asked, and end its sessions and tokens.

    Gives the ticket of the link to choose another with, which is mailed where it can be. Raises Refused, UnknownName.
    """
    desk.see_may("administer")
    found = known_account(desk.transaction, login)
    change_account(desk.transaction, found.id, password=None, **({"totp": None} if second_factor else {}))
    if second_factor:
        drop_codes(desk.transaction, found.id)
    end_sessions(desk.transaction, found.id)
    revoke_tokens(desk.transaction, found.id, at=desk.at)
    note(desk.transaction, found, "reset", by=desk.by, at=desk.at, after={"second_factor": second_factor})
    subject, language = say("Choose a new password"), desk.framework.publishing.language
    return send_link(desk.transaction, found, base=base, at=desk.at, lifetime=lifetime, subject=subject, language=language)


def take_off_factor(desk: Desk, login: str) -> None:
    """Ask whoever has lost a second factor, and the codes for it, for the password alone; raises Refused, UnknownName."""
    desk.see_may("administer")
    found = known_account(desk.transaction, login)
    if found.totp is None:
        why = say("`{login}` has no second factor", login=found.login)
        raise Refused(why, say("there is nothing to take off"))
    change_account(desk.transaction, found.id, totp=None)
    drop_codes(desk.transaction, found.id)
    note(desk.transaction, found, "take-off-second-factor", by=desk.by, at=desk.at)


def unlink(desk: Desk, login: str) -> None:
    """Let the provider of single sign-on open an account no more, until its address is looked at anew; its sessions end.

    Raises Refused, UnknownName.
    """
    desk.see_may("administer")
    found = known_account(desk.transaction, login)
    if not drop_identities(desk.transaction, found.id):
        why = say("`{login}` is linked to no provider", login=found.login)
        raise Refused(why, say("there is nothing to unlink"))
    end_sessions(desk.transaction, found.id)
    note(desk.transaction, found, "unlink", by=desk.by, at=desk.at)


def grants_of(text: str) -> list[Grant]:
    """Read roles as people write them: `viewer owner@retail`."""
    return [Grant(role, unit) for role, _, unit in (each.partition("@") for each in text.replace(",", " ").split())]


def rights_of(framework: Framework, account: Account, today: date) -> Rights:
    """Give what an account may do; nothing where it is disabled, or its person has left."""
    person = framework.person.get(account.person or "")
    is_gone = person is not None and person.left is not None and person.left <= today
    return Rights(account.grants) if account.is_active and not is_gone else Rights()


def seated(desk: Desk) -> Desk:
    """Give a desk with the rights of whoever says that they are at it and signs in nowhere: those of their accounts.

    The clock may do everything, and so may everybody where nobody signs in yet.
    """
    everybody = [] if desk.by == CLOCKWORK else accounts(desk.transaction)
    if not everybody:
        return replace(desk, rights=EVERYTHING)
    mine = [rights_of(desk.framework, each, desk.today) for each in everybody if desk.by in {each.person, each.login}]
    return replace(desk, rights=Rights(tuple(sorted({grant for each in mine for grant in each.grants}))))


def administering(desk: Desk) -> Desk:
    """Give a desk at which accounts are dealt with: a seat as any other, but where nobody who can sign in is administrator.

    Then whoever holds the files may do everything: else a workspace whose one administrator has left would stay closed.
    """
    able = (rights_of(desk.framework, each, desk.today) for each in accounts(desk.transaction))
    return seated(desk) if any(each.may(desk.framework, "administer") for each in able) else replace(desk, rights=EVERYTHING)


def has_administrator(store: Store) -> bool:
    """Tell whether somebody can administer the workspace."""
    with store.reading() as transaction:
        return any(map(_administers, accounts(transaction)))


def _administers(account: Account) -> bool:
    return account.is_active and Grant(ADMINISTRATOR) in account.grants


def _see_administered(desk: Desk) -> None:
    if not any(map(_administers, accounts(desk.transaction))):
        raise Refused(say("nobody would be administrator of the whole workspace"), say("make somebody else administrator first"))


def _known(framework: Framework, grants: Iterable[Grant]) -> list[Grant]:
    given = sorted(set(grants))
    for each in given:
        if each.role not in ROLES:
            raise UnknownName("role", each.role, ROLES)
        if each.unit and each.unit not in framework.org_unit:
            raise UnknownName("organisation unit", each.unit, framework.org_unit)
    return given


def _person(framework: Framework, named: str, *, asked: bool) -> str | None:
    """Give the person whom an id, a name or an address names; raises UnknownName where one was asked for and is not there."""
    found = recognised(framework, named)
    if asked and found is None:
        raise UnknownName("person", named, framework.person)
    return found
