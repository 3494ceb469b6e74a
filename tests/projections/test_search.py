"""Everything with a title or a number is found by its words."""

from domain.programme.events import PlanItemDropped, PlanItemPlanned
from projections.search import SEARCH, find
from tests import make
from tests.projections import story
from tests.projections.story import Tell
from tests.projections.test_queries import OTHER, PUBLISHED


def test_what_was_said_last_is_what_it_is_found_by() -> None:
    first = make.whole(PlanItemPlanned, title="Gunning wonen")
    row = story.only(SEARCH, [first, make.whole(PlanItemPlanned, title="Gunning Verblijf")])
    assert (row.kind, row.id, row.title) == ("plan_item", first.item_id, "Gunning Verblijf")
    assert row.words.startswith("gunning verblijf\n")


def test_an_item_that_is_no_longer_planned_is_not_found() -> None:
    planned = make.whole(PlanItemPlanned)
    dropped = make.whole(PlanItemDropped, item_id=planned.item_id)
    assert story.table(SEARCH, [planned, dropped]) == {}


def test_all_words_must_be_there_and_what_begins_with_them_comes_first(after: Tell) -> None:
    source = after(PUBLISHED, OTHER)
    [change] = [each for each in find(source, OTHER.title.upper()[:8], 50) if each.kind == "change"]
    assert (change.id, change.title) == (str(OTHER.change_id), OTHER.title)
    assert find(source, f"{OTHER.title} nergens", 50) == []
    assert find(source, " ", 50) == find(source, "%", 50) == find(source, "_", 50) == []
    assert len(find(source, "e", 1)) == 1
