"""`propose`, `proposals` and `agree` as they are typed (RHY-6)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

GOVERNANCE = "governance: {structure_owner: eva, approvals: {threshold: [org-unit-head]}}\n"
WAIVED = ("--waive", "The stray stays until July")


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take every identity and database of this machine away."""
    for name in ("VITALFEW_PERSON", "VITALFEW_DATABASE_URL", "VITALFEW_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, str(tmp_path / "no-such-file"))


@pytest.fixture
def shop(run: Run, folder: Path) -> Path:
    """Give a workspace whose first revision is live, with governance, and whose threshold is edited."""
    main = folder / "framework" / "main.yaml"
    main.write_text(main.read_text(encoding="utf-8") + GOVERNANCE, encoding="utf-8")
    done = run("-C", folder, "apply", "-m", "First", "--author", "eva", *WAIVED)
    assert done.exit_code == 0, done.output
    edit(folder, "threshold: 800", "threshold: 780")
    return folder


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "framework" / "main.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_way_of_a_proposal(run: Run, shop: Path) -> None:
    refused = run("-C", shop, "apply", "-m", "Lower it", "--author", "max", *WAIVED)
    assert refused.exit_code == 2
    assert (
        "`max` does not decide this alone: it needs the approval of `eva` (threshold of kpi:revenue, as head)" in refused.output
    )
    assert "`vitalfew propose -m MESSAGE` asks them" in refused.output

    made = run("-C", shop, "propose", "-m", "Lower it", "--why", "We were wrong", "--author", "max")
    assert made.exit_code == 0, made.output
    assert "~ kpi:revenue  Revenue\n    threshold: 800 → 780" in made.output
    assert "approvals:\n  · eva: threshold of kpi:revenue, as head" in made.output
    assert "max: Lower it\n    waits for eva" in run("-C", shop, "proposals").output
    assert "max: Lower it" in run("-C", shop, "proposals", "list", "--mine", "--author", "eva").output
    assert run("-C", shop, "proposals", "list", "--mine", "--author", "max").output == "nothing waits for you\n"
    assert "-    threshold: 800\n+    threshold: 780\n" in run("-C", shop, "proposals", "diff", "1").output

    back = run("-C", shop, "proposals", "return", "1", "-m", "Rather 770", "--author", "eva")
    assert "returned" in back.output
    assert "returned: Rather 770" in run("-C", shop, "proposals", "show", "1").output
    edit(shop, "threshold: 780", "threshold: 770")
    assert "open" in run("-C", shop, "proposals", "update", "1", "--author", "max").output
    approved = run("-C", shop, "proposals", "approve", "1", "-m", "Fine", "--author", "eva")
    assert "approved" in approved.output
    assert "`vitalfew proposals merge 1` makes it the next revision" in approved.output
    assert "✓ eva: threshold of kpi:revenue, as head" in run("-C", shop, "proposals", "show", "1").output

    stopped = run("-C", shop, "proposals", "merge", "1", "--author", "max")
    assert stopped.exit_code == 2
    assert "the files would have" in stopped.output
    merged = run("-C", shop, "proposals", "merge", "1", "--author", "eva", *WAIVED)
    assert "revision 2 is live, by eva: Proposal 1: Lower it" in merged.output
    assert "waived: The stray" in merged.output
    assert run("-C", shop, "plan").output == "nothing to do: the files are those of revision 2\n"
    assert run("-C", shop, "proposals").output.startswith("nothing is proposed")
    assert "merged" in run("-C", shop, "proposals", "list", "--all").output
    assert run("-C", shop, "journal", "verify").exit_code == 0


def test_a_value_is_proposed_by_its_address_and_the_files_stay(run: Run, shop: Path) -> None:
    text = (shop / "framework" / "main.yaml").read_bytes()
    made = run("-C", shop, "propose", "-m", "Aim higher", "--set", "kpi:basket.threshold=131", "--author", "max")

    assert "threshold: 130 → 131" in made.output
    assert "✓ max: threshold of kpi:basket, as head" in made.output
    merged = run("-C", shop, "proposals", "merge", "1", "--author", "eva", *WAIVED)
    assert "the files here hold other edits" in merged.output
    assert (shop / "framework" / "main.yaml").read_bytes() == text


def test_an_earlier_revision_is_proposed(run: Run, shop: Path) -> None:
    run("-C", shop, "apply", "-m", "Lower it", "--author", "eva", *WAIVED)
    made = run("-C", shop, "propose", "-m", "Back", "--revert", 1, "--author", "max")

    assert "threshold: 780 → 800" in made.output
    assert "1 proposal" not in made.output
    assert run("-C", shop, "proposals", "withdraw", "1", "-m", "No", "--author", "max").exit_code == 0


def test_the_json_says_who_is_needed_and_why(run: Run, shop: Path) -> None:
    made = json.loads(run("-C", shop, "propose", "-m", "Lower", "--author", "max", "--format", "json").stdout)
    shown = json.loads(run("-C", shop, "proposals", "show", "1", "--format", "json").stdout)

    need = {
        "person": "eva",
        "ref": "kpi:revenue",
        "question": "threshold",
        "role": "org-unit-head",
        "note": None,
        "why": "threshold of kpi:revenue, as head",
        "met": False,
    }
    assert made == shown
    assert made["needs"] == [need]
    assert (made["proposal"]["state"], made["proposal"]["people"], made["conflicts"]) == ("open", ["eva"], [])
    assert made["changes"][0]["ref"] == "kpi:revenue"
    markdown = run("-C", shop, "proposals", "show", "1", "--format", "markdown").output
    assert "- [ ] eva: threshold of kpi:revenue, as head" in markdown
    for command in (("list",), ("diff", "1"), ("approve", "1", "--author", "eva")):
        assert json.loads(run("-C", shop, "proposals", *command, "--format", "json").stdout)["version"] == 1
    merged = json.loads(run("-C", shop, "proposals", "merge", "1", "--author", "eva", *WAIVED, "--format", "json").stdout)
    assert (merged["revision"]["number"], merged["proposal"]["revision"], merged["written"]) == (2, 2, True)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("propose",), "Missing option"),
        (("propose", "-m", " "), "the message is empty"),
        (("propose", "-m", "x", "--set", "kpi:a.b=1", "--revert", "1"), "are two proposals"),
        (("propose", "-m", "x", "--set", "churn=1", "--author", "max"), "write `kpi:ID.FIELD=VALUE`"),
        (("propose", "-m", "x", "--set", "kpi:nobody.threshold=1", "--author", "max"), "the files declare no kpi:nobody"),
        (("propose", "-m", "x", "--revert", "9", "--author", "max"), "there is no revision `9`"),
        (("proposals", "return", "1"), "Missing option"),
        (("proposals", "return", "1", "-m", " "), "the message is empty"),
        (("proposals", "approve", "9", "--author", "max"), "there is no proposal `9`"),
        (("proposals", "aprove", "1"), "did you mean `approve`"),
        (("agree", "record", "nobody", "--author", "max"), "there is no KPI `nobody`"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, shop: Path, command: tuple[str, ...], said: str) -> None:
    done = run("-C", shop, *command)

    assert done.exit_code == 2
    assert said in done.output


def test_agreements_are_recorded_and_listed(run: Run, folder: Path) -> None:
    edit(folder, "preset: small-business", "preset: small-business\nlevels: [{id: company, tier: 2}]")
    run("-C", folder, "apply", "-m", "First", "--author", "eva", *WAIVED)
    before = run("-C", folder, "agree").output
    assert "· revenue: eva (owner) and eva (head) – none is recorded" in before
    done = run("-C", folder, "agree", "record", "kpi:basket", "--on", "2026-06-12", "-m", "In the weekly", "--author", "eva")
    assert done.exit_code == 0, done.output
    assert "max agreed on KPI `basket` on 2026-06-12, recorded by eva" in done.output
    assert "✓ basket: max (owner) and max (head) agreed on 2026-06-12" in run("-C", folder, "agree").output
    again = run("-C", folder, "agree", "record", "basket", "--author", "eva")
    assert "have agreed on KPI `basket` as it stands already" in again.output
    early = run("-C", folder, "agree", "record", "revenue", "--on", "2026-07-01", "--author", "eva")
    assert "2026-07-01 is still to come" in early.output
    listed = json.loads(run("-C", folder, "agree", "list", "--format", "json").stdout)
    held = {each["kpi"]: each["agreement"] and each["agreement"]["text"] for each in listed["kpis"]}
    assert (held["basket"], held["revenue"]) == ("In the weekly", None)


def test_there_is_nothing_to_agree_on_without_departments(run: Run, folder: Path) -> None:
    assert "no KPI of a department is live" in run("-C", folder, "agree").output
