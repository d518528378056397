"""The catalogue is held to what the audit preaches; each check is shown to bite (DEF-8)."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from catalogue import FOLDER, faults, pages
from references import Said, agreed, enough, said
from references import faults as reference_faults

from vitalfew.catalog.entry import Entry
from vitalfew.catalog.read import Catalogue, catalogue
from vitalfew.draft.lint import framework
from vitalfew.load.read import load_texts


def test_nothing_is_wrong_with_the_catalogue() -> None:
    assert faults(catalogue()) == []


def test_drafts_of_all_entries_load_from_a_file_without_a_finding() -> None:
    drafts = framework(catalogue()).model_dump(mode="json", by_alias=True, exclude_defaults=True, include={"kpis", "measures"})
    assert load_texts({"framework.yaml": yaml.safe_dump(drafts)}).findings == ()


def test_its_pages_are_up_to_date() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert {name: text.rstrip() + "\n" for name, text in pages(catalogue()).items()} == written


def with_entry(**fields: Any) -> Catalogue:
    """Give sales with one more entry: win rate under another name and recipe, and what is said otherwise."""
    said = {"id": "odd", "name": "Wholly other words", "synonyms": (), "formula": "lost_deals / won_deals"} | fields
    odd = catalogue().entry["win-rate"].model_copy(update={"definition": "Nothing alike stands here.", **said})
    (sales,) = (part for part in catalogue().parts if part.function == "sales")
    return Catalogue((sales.model_copy(update={"kpis": (*sales.kpis, odd)}),))


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "doubled id": ({"id": "win-rate"}, "entry `win-rate` stands twice"),
    "doubled name": ({"name": "Close-rates"}, "has the name “Close-rates” of `win-rate`"),
    "doubled synonym": ({"synonyms": ("win rate",)}, "has the name “win rate” of `win-rate`"),
    "dead guard": ({"guards": ("nowhere",)}, "`odd` guards `nowhere`, which does not exist"),
    "dead effect": ({"drives": {"nowhere": "identity"}}, "`odd` drives `nowhere`, which does not exist"),
    "own guard": ({"guards": ("odd",)}, "`odd` guards itself"),
    "leads to nothing": ({"drives": {}}, "`odd` serves banking, where it leads to nothing"),
    "guarded elsewhere": ({"not_in": ("banking",), "industries": ()}, "`odd` serves education, where nothing guards it"),
    "undeclared measure": ({"formula": "won_deals / calls"}, "`odd` counts `calls`, which no part declares"),
    "unknown KPI": ({"formula": "kpi.nowhere / won_deals"}, "`odd` builds on `nowhere`, which does not exist"),
    "same recipe": ({"formula": "won_deals/(won_deals+lost_deals)"}, "`odd` computes the same number as `win-rate`"),
    "vanity": ({"name": "Website visitors"}, "ALN002 vanity-kpi"),
    "vanity in a synonym": ({"synonyms": ("Page views",)}, "a synonym of `odd` counts “Page views”"),
    "an entry as vanity": ({"vanity": ("Net turnover", "Turnover")}, "`odd` calls “Turnover” vanity, which is an entry"),
    "effort": ({"name": "Customer contacts made"}, "ALN003 activity-kpi"),
    "no share": ({"formula": "lost_deals"}, "`odd` is in %, and its formula is no share"),
    "hundred twice": ({"formula": "100 * lost_deals / won_deals"}, "DEF014 percent-twice"),
    "mixed units": ({"formula": "(lost_deals + net_sales) / won_deals", "unit": "x"}, "DEF017 mixed-units"),
    "circle": ({"drives": {"win-rate": "plausible"}, "id": "sales-revenue"}, "ALN005 cause-cycle"),
    "near in words": ({"name": "Rate of customers retained", "synonyms": ("Customer retention rates kept",)}, "nearly alike"),
}


@pytest.mark.parametrize(("fields", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said(fields: dict[str, Any], said: str) -> None:
    assert [line for line in faults(with_entry(**fields)) if said in line]


def test_a_measure_that_no_formula_names_is_said() -> None:
    (sales,) = (part for part in catalogue().parts if part.function == "sales")
    alone = sales.model_copy(update={"kpis": (catalogue().entry["win-rate"],)})
    assert "DEF011 unused-measure: no KPI is made of measure `net_sales`" in faults(Catalogue((alone,)))


def test_each_function_holds_enough_to_choose_from() -> None:
    for part in catalogue().parts:
        if part.function:
            assert len(catalogue().of(function=part.function)) >= 15, part.id


def test_every_entry_says_enough_to_be_discussed() -> None:
    def words(entry: Entry) -> tuple[int, int]:
        return len(entry.definition.split()), len(entry.gamed.split())

    assert [entry.id for entry in catalogue().entries if words(entry)[0] < 5 or words(entry)[1] < 5] == []
    assert [entry.id for entry in catalogue().entries if not (entry.definition.endswith(".") and entry.gamed.endswith("."))] == []


def test_what_pages_say_of_entries_is_counted_and_compared() -> None:
    (odd,) = with_entry().parts[0].kpis[-1:]
    lines = [Said("odd", "up", "lagging", "a"), Said("odd", "", "leading", "b"), Said("other", "down", "", "a")]
    assert agreed(odd, lines, "direction") == (1, 0)
    assert agreed(odd, lines, "timing") == (1, 1)


def test_pages_agree_with_sixty_entries_and_what_they_contradict_has_a_reason() -> None:
    book, lines = catalogue(), said()
    looked_up = [book.entry[id] for id in {line.entry for line in lines}]
    held = [each for each in looked_up if all(enough(*agreed(each, lines, field)) for field in ("direction", "timing"))]
    assert len(held) >= 60
    assert list(reference_faults(book)) == []


def test_two_pages_are_enough_unless_more_differ() -> None:
    assert [enough(1, 0), enough(2, 0), enough(2, 2), enough(2, 3)] == [False, True, True, False]
