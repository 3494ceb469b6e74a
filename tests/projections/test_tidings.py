"""Of what something changed: the noun of its stream and what it is told of, or anything."""

from typing import Any, cast

from domain.change.events import LetterSent
from domain.clock.events import ClockMoved
from projections.tidings import ALL, MOST_EVENTS, MOST_TOPICS, between, merged, topics_of
from tests import make


def test_an_event_changes_its_own_noun_and_all_that_it_is_told_of() -> None:
    sent = make.a(LetterSent)
    assert topics_of(sent) == {"change", str(sent.change_id), str(sent.contract_id)}


def test_a_moved_clock_changes_what_every_page_says() -> None:
    assert topics_of(make.a(ClockMoved)) == {ALL}


def test_too_much_to_name_is_anything() -> None:
    many = [frozenset({str(each)}) for each in range(MOST_TOPICS)]
    assert len(merged(many)) == MOST_TOPICS
    assert merged([*many, frozenset({"one more"})]) == {ALL}
    unread = cast("Any", None)
    assert between(unread, 0, MOST_EVENTS + 1) == {ALL}
    assert between(unread, 7, 7) == frozenset()
