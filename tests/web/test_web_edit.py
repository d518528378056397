"""Forms for the framework: audited as the linter does, looked at as a change, proposed or made live, never in silence (RHY-6)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.web.comers import come_in, count, have_account, words

from vitalfew import Workspace
from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.load.read import load_texts
from vitalfew.load.wanted import Wanted, make
from vitalfew.rhythm.drafts import apply_draft, draft, want
from vitalfew.rhythm.proposals import Edit, propose_edits
from vitalfew.store.revisions import files, live
from vitalfew.web.forms.check import EDITABLE
from vitalfew.web.forms.field import Field, fields_of
from vitalfew.web.forms.text import value_of

MARGIN = "/edit/kpi/gross-margin"
CHURN = Ref("kpi", "churn")


def come(browser: TestClient, person: str) -> None:
    assert browser.post("/me", data={"do": "choose", "person": person}).status_code == 303


def shown(browser: TestClient, path: str) -> str:
    """Give what the form of a page says that its fields said."""
    found = re.search(r'name="shown" value="([^"]*)"', browser.get(path).text)
    assert found is not None
    return unescape(found[1])


def send(browser: TestClient, path: str, **typed: str) -> tuple[int, str]:
    """Send the form of a page with some fields typed, by their paths with `__` for dots."""
    texts = {name.replace("__", "."): text for name, text in typed.items()}
    answer = browser.post(path, data={"do": "send", "shown": shown(browser, path), **texts})
    return answer.status_code, answer.headers.get("location") or answer.text


def version(own: Workspace, person: str) -> str:
    with own.reading(by=person) as desk:
        found = draft(desk)
    assert found is not None
    return str(found.version)


def notes(html: str, path: str) -> str:
    """Give what is said at a field."""
    found = re.search(rf'id="notes-{re.escape(path)}" data-part>(.*?)</div>', html, re.DOTALL)
    assert found is not None, path
    return words(found[1])


def test_a_target_is_changed_looked_at_and_made_a_revision(browser: TestClient, own: Workspace) -> None:
    """From the form to the history; the file keeps its comments, and nothing is live before it was decided."""
    come(browser, "rui")
    file = next(path for path in (own.root / "framework").glob("*.yaml") if "id: gross-margin" in path.read_text("utf-8"))
    before = file.read_text("utf-8")
    assert send(browser, MARGIN, target__at_least="63.5", definition="Net: what is left # of it") == (303, "/change")
    assert file.read_text("utf-8") == before
    text = words(browser.get("/change").text)
    for said in (
        "at least 61",
        "at least 63.5",
        "Net: what is left # of it",
        "Reviews it touches",
        "Target of KPI “Gross margin”",
    ):
        assert said in text
    seen = {"version": version(own, "rui"), "title": "Aim higher", "text": "The beans got cheaper"}
    assert browser.post("/change", data={"do": "apply", **seen}).status_code == 422  # errors stand against it
    answer = browser.post("/change", data={"do": "apply", "waived": "They were there before", **seen})
    assert (answer.status_code, answer.headers["location"]) == (303, "/history?revision=2")
    assert "Aim higher: The beans got cheaper" in words(browser.get("/history?revision=2").text)
    assert "at least 63.5" in words(browser.get("/kpi/gross-margin").text)
    changed = [line for line in file.read_text("utf-8").splitlines() if line not in before.splitlines()]
    assert len(changed) == 2
    assert "Nothing is changed" in browser.get("/change").text


def test_errors_are_said_at_their_fields_all_at_once_and_nothing_typed_is_lost(browser: TestClient, own: Workspace) -> None:
    come(browser, "rui")
    before = count(own)
    wrong = {"target__at_least": "much", "owner": "nobody", "decimals": "2.5", "every": "blue moon", "name": 'A "b" <c>'}
    status, html = send(browser, MARGIN, **wrong)
    assert (status, count(own)) == (422, before)
    assert "is the text `much`, where a number belongs" in re.sub(r"</?code>", "`", html)
    for path in ("target.at_least", "owner", "decimals", "every"):
        assert "error" in notes(html, path), path
    assert notes(html, "name") == ""
    assert "4 fields are to be mended" in words(html)
    for text in ("much", "2.5", "A &#34;b&#34; &lt;c&gt;"):
        assert f'value="{text}"' in html
    assert '<option value="nobody" selected>' in html


def test_a_check_says_the_same_and_writes_nothing_and_a_script_gets_the_form_alone(browser: TestClient, own: Workspace) -> None:
    come(browser, "rui")
    before = count(own)
    data = {"do": "check", "shown": shown(browser, MARGIN), "target.at_least": "much"}
    whole, part = browser.post(MARGIN, data=data), browser.post(MARGIN, data=data, headers={"x-part": "form"})
    assert (whole.status_code, part.status_code, count(own)) == (200, 200, before)
    assert "<html" in whole.text
    assert part.text.startswith("<form")
    assert notes(whole.text, "target.at_least") == notes(part.text, "target.at_least") != ""
    warned = browser.post(MARGIN, data={"do": "check", "shown": data["shown"], "because": ""})
    assert "warning" in notes(warned.text, "because")


def test_what_others_changed_elsewhere_stays_and_the_same_field_is_told_with_both_values(
    browser: TestClient, own: Workspace
) -> None:
    come(browser, "greta")
    old = shown(browser, MARGIN)
    come(browser, "rui")
    send(browser, MARGIN, target__at_least="64", name="Margin, gross")
    seen = {"version": version(own, "rui"), "title": "Aim", "waived": "so"}
    assert browser.post("/change", data={"do": "apply", **seen}).status_code == 303
    come(browser, "greta")
    typed = {"target.at_least": "62", "because": "It pays for all", "name": "Gross margin"}
    answer = browser.post(MARGIN, data={"do": "send", "shown": old, **typed})
    assert answer.status_code == 409
    said = notes(answer.text, "target.at_least")
    assert "64" in said
    assert "62" in said
    assert 'value="Margin, gross"' in answer.text
    fresh = re.search(r'name="shown" value="([^"]*)"', answer.text)
    assert fresh is not None
    again = browser.post(MARGIN, data={"do": "send", "shown": unescape(fresh[1]), **typed, "name": "Margin, gross"})
    assert again.headers["location"] == "/change"
    with own.reading(by="greta") as desk:
        own_draft = draft(desk)
    assert own_draft is not None
    assert {each.field: each.value for each in own_draft.wanted} == {"target": {"at_least": 62}, "because": "It pays for all"}


def test_a_clash_between_a_change_and_a_later_revision_is_settled(browser: TestClient, own: Workspace) -> None:
    come(browser, "greta")
    send(browser, MARGIN, target__at_least="62")
    with own.writing(by="rui") as desk:
        rui = want(desk, [Wanted("set", Ref("kpi", "gross-margin"), "target", {"at_least": 64}, {"at_least": 61})])
        assert rui is not None
        apply_draft(desk, lambda _: [], message="Aim", waived="so", version=rui.version)
    text = words(browser.get("/change").text)
    assert "Changed by somebody else meanwhile" in text
    assert "Live: 64 · Yours: 62" in text
    asked = {"do": "propose", "title": "Lower", "version": version(own, "greta")}
    assert browser.post("/change", data=asked).status_code == 422
    assert browser.post("/change", data={"do": "mine:7", "version": asked["version"]}).status_code == 422
    assert browser.post("/change", data={"do": "mine:0", "version": asked["version"]}).status_code == 303
    assert browser.post("/change", data={**asked, "version": version(own, "greta")}).status_code == 303


def test_several_changes_are_collected_and_proposed_together(browser: TestClient, own: Workspace) -> None:
    come(browser, "greta")
    send(browser, MARGIN, name="Margin")
    assert send(browser, "/edit/objective/protect-margin", statement="Gross margin stays at 62 %")[0] == 303
    assert send(browser, "/new/person", name="Tomás Ünal: the baker", role="Baker")[0] == 303
    text = words(browser.get("/change").text)
    for said in ("Name of KPI", "Statement of objective", "a new person: “Tomás Ünal: the baker”"):
        assert said in text
    assert "A change of yours waits" in words(browser.get("/").text)
    assert send(browser, "/edit/person/tomas-uenal-the-baker", role="Head baker")[1] == "/change"
    asked = {"do": "forget:0", "version": version(own, "greta")}
    assert browser.post("/change", data=asked).status_code == 303
    assert browser.post("/change", data=asked).status_code == 409
    answer = browser.post(
        "/change", data={"do": "propose", "title": "A baker", "text": "We grow", "version": version(own, "greta")}
    )
    assert answer.headers["location"].startswith("/proposal/")
    text = words(browser.get(answer.headers["location"]).text)
    assert "Tomás Ünal" in text
    assert "Gross margin stays at 62 %" in text
    assert "Nothing is changed" in browser.get("/change").text


def test_what_is_removed_says_what_names_it_and_goes_there_too(browser: TestClient, own: Workspace) -> None:
    come(browser, "rui")
    path = "/edit/objective/protect-margin"
    assert re.search(r"It is named in \d+ places", words(browser.get(path).text))
    assert browser.post(path, data={"do": "remove", "everywhere": "yes"}).headers["location"] == "/change"
    html = words(browser.get("/change").text)
    assert "no more objective “Gross margin stays" in html
    assert "which is not declared" not in html
    browser.post("/change", data={"do": "drop", "version": version(own, "rui")})
    browser.post(path, data={"do": "remove"})
    assert "which is not declared" in words(browser.get("/change").text)
    browser.post("/change", data={"do": "drop", "version": version(own, "rui")})
    assert browser.post(MARGIN, data={"do": "retire"}).headers["location"] == "/change"
    assert "retired" in words(browser.get("/change").text)


def test_a_new_kpi_is_written_and_the_first_error_of_it_is_shown(browser: TestClient, own: Workspace) -> None:
    come(browser, "rui")
    status, html = send(browser, "/new/kpi", name="Repeat visits", target__at_least="5", target__at_most="7")
    assert status == 422
    assert "exactly one of" in words(html)
    assert 'value="Repeat visits"' in html
    good = {
        "objectives__0__id": "protect-margin",
        "owner": "ines",
        "org_unit": "meridian",
        "level": "enterprise",
        "unit": "visits",
    }
    assert send(browser, "/new/kpi", name="Repeat visits", lifecycle="draft", target__at_least="5", **good) == (303, "/change")
    with own.reading(by="rui") as desk:
        found = draft(desk)
    assert found is not None
    assert found.wanted[0].ref == Ref("kpi", "repeat-visits")
    assert found.wanted[0].value["objectives"] == ["protect-margin"]
    assert send(browser, "/new/kpi", id="Not An Id", name="X", lifecycle="draft")[0] == 422
    assert send(browser, "/new/kpi", id="gross-margin", name="X", lifecycle="draft")[0] == 422


def test_whoever_may_not_propose_sees_no_form_and_is_refused(browser: TestClient, own: Workspace) -> None:
    """The same rights as at the command line: contributors and viewers do not edit, owners propose, editors also apply."""
    have_account(own, "root@meridian.example", "administrator", "rui")
    for login, role, person in (
        ("v@x.example", "viewer", "lea"),
        ("c@x.example", "contributor", "sofia"),
        ("o@x.example", "owner", "greta"),
    ):
        have_account(own, login, role, person)
    for login, seen, sent in (("v@x.example", 422, 403), ("c@x.example", 422, 422)):
        assert come_in(browser, login) == 303
        assert browser.get(MARGIN).status_code == seen
        assert browser.get("/new/kpi").status_code == seen
        assert f'href="{MARGIN}"' not in browser.get("/kpi/gross-margin").text
        assert browser.post(MARGIN, data={"do": "send", "name": "X"}).status_code == sent
        assert browser.post("/change", data={"do": "propose", "title": "X", "version": "1"}).status_code in {403, 422}
    come_in(browser, "o@x.example")
    assert f'href="{MARGIN}"' in browser.get("/kpi/gross-margin").text
    send(browser, MARGIN, name="Margin")
    assert 'value="apply"' not in browser.get("/change").text
    done = {"title": "X", "waived": "so", "version": version(own, "greta")}
    assert browser.post("/change", data={"do": "apply", **done}).status_code == 422
    assert browser.post("/change", data={"do": "propose", **done}).status_code == 303


def test_private_figures_are_closed_to_others(browser: TestClient, own: Workspace) -> None:
    """CAS-5: neither the form nor what is sent reaches them."""
    private = next(kpi for kpi in own.framework.kpis if kpi.visibility == "line" and kpi.target)
    path = f"/edit/kpi/{private.id}"
    come(browser, "lea")
    html = browser.get(path).text
    assert 'name="target.' not in html
    assert "Its figures are private" in html
    assert "target" not in shown(browser, path)
    assert send(browser, path, target__at_least="1", name="Renamed")[0] == 303
    with own.reading(by="lea") as desk:
        found = draft(desk)
    assert found is not None
    assert [each.field for each in found.wanted] == ["name"]
    come(browser, "sofia")
    assert 'name="target.' in browser.get(path).text


def test_somebodys_change_is_theirs_alone(browser: TestClient) -> None:
    come(browser, "greta")
    send(browser, MARGIN, name="Margin of mine")
    come(browser, "rui")
    assert "Nothing is changed" in browser.get("/change").text
    assert "Margin of mine" not in browser.get(MARGIN).text


def test_there_is_no_form_for_what_is_no_noun(browser: TestClient) -> None:
    for path in ("/edit/secret/x", "/edit/kpi/nothing", "/new/calendar", "/new/source", "/edit/kpi/..%2f..%2fetc"):
        assert browser.get(path).status_code == 404, path


def _leaves(field: Field) -> list[Field]:
    return [field] if not field.parts else [leaf for part in field.parts for leaf in _leaves(part)]


def test_every_field_of_every_noun_has_its_place_and_words(browser: TestClient) -> None:
    """A field that is added to a model appears in its form without another line."""
    come(browser, "rui")
    for kind in EDITABLE:
        html = browser.get(f"/new/{kind}").text
        for field in fields_of(kind):
            assert re.search(rf'(name="|id="notes-){re.escape(field.key)}["\.]', html), (kind, field.key)
            assert all(leaf.record for leaf in _leaves(field) if not leaf.is_many)


TYPED = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="-:#{}[],&*!|>'\"%@`~?=\\ \n\tx0.", max_size=40),
    st.sampled_from(
        ["null", "yes", "~", "0x1F", "1e5", "2026-01-01", "- a", "a: b", "\x85", "\u2028x", "\ufeffy", "x" * 5000, "🫖\n\n z"]
    ),
)


SMALL = {"framework/main.yaml": b"kpis:\n  - id: churn # ours\n    name: Churn\n    owner: ana\npeople: [{id: ana}]\n"}


@settings(max_examples=150, deadline=None)
@given(text=TYPED, name=st.sampled_from([field.key for field in fields_of("kpi")]))
def test_whatever_is_typed_is_read_back_or_refused(text: str, name: str) -> None:
    """Into whatever field: a text is read back as it was typed, and whatever cannot be written is refused in words."""
    field = next(each for each in fields_of("kpi") if each.key == name)
    leaf, path = field, name
    while leaf.parts:
        path = f"{path}.0.{leaf.parts[0].key}" if leaf.is_many else f"{path}.{leaf.parts[0].key}"
        leaf = leaf.parts[0]
    value = value_of(field, {path: text}, name)
    before = {"name": "Churn", "owner": "ana"}.get(name)
    try:
        made = make(SMALL, [Wanted("set", CHURN, name, value, before)])
    except Refused:
        return
    loaded = load_texts(made.texts)
    assert b"# ours" in made.texts["framework/main.yaml"]
    if leaf.widget in {"text", "long"} and field is leaf and not any(each.field == name for each in loaded.findings):
        assert (getattr(loaded.framework.kpi["churn"], name) or "") == text.replace("\r\n", "\n").strip()


@pytest.mark.parametrize("text", ["- a: b #c {'\"", "\x85\u2028", "🫖 \\ &a *a", "x" * 5000])
def test_no_text_is_a_fault_of_ours(browser: TestClient, text: str) -> None:
    come(browser, "rui")
    data = {"do": "send", "shown": "{}", "name": text, "threshold": text, "target.at_least": text, "objectives.0.id": text}
    assert browser.post(MARGIN, data=data).status_code in {409, 422}
    answer = browser.post("/new/theme", data={"do": "send", "id": "somebody", "name": text})
    assert answer.headers["location"] == "/change"
    assert text.strip()[:40] in unescape(browser.get("/edit/theme/somebody").text)


def test_a_proposal_of_others_is_not_disturbed(browser: TestClient, own: Workspace) -> None:
    with own.writing(by="greta") as desk:
        made = propose_edits(desk, [Edit(Ref("kpi", "gross-margin"), "target.at_least", 63)], title="Aim")
    come(browser, "rui")
    send(browser, MARGIN, name="Margin")
    with own.reading() as desk:
        present = live(desk.transaction)
        assert present is not None
        assert b"name: Margin\n" not in b"".join(files(desk.transaction, present.number).values())
    assert browser.get(f"/proposal/{made.id}").status_code == 200
