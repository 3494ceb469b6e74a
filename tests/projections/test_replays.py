"""Anything on a day as known at a moment: what was known never changes, and nothing is made up."""

import gc
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cache, reduce
from itertools import pairwise
from typing import Any, Literal, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from domain.base import Event, Refused, Source
from domain.change.letters import Letter, Letters
from domain.contract.replay import known_by, terms_on
from domain.dates import Explained, Window
from domain.replay.reading import CIRCUMSTANCES, At, flatten
from eventstore.registry import NAMED, OWN_EVENTS
from projections import replays
from projections.replay_words import Reader, dutch, value_words
from projections.replays import (
    Noun,
    Replay,
    differences,
    notes,
    read,
    refuse_future,
    replay,
    undisturbed,
)
from tests import make
from tests.projections.replayed_streams import streams

ALL = 100_000
EVER = date.max
DAYS = (date(2019, 6, 1), date(2021, 5, 3), date(2022, 1, 1), date(2027, 1, 1), EVER)
NOUNS: tuple[Noun, ...] = get_args(Noun)
TOLD = ("contract", "change", "decision", "programme", "procedure", "document", "admission")
STREAM = UUID(int=1)


@cache
def folded(noun: Noun, stream: int, events: int) -> Replay | None:
    return replay(noun, STREAM, streams()[noun][stream][:events])


def whole(noun: Noun, stream: int) -> Replay:
    found = folded(noun, stream, ALL)
    assert found
    return found


def moment(found: Replay, events: int) -> Any:
    """When so many events were known; before the first, none were."""
    return found.source.moments[events - 1] if events else found.first - timedelta(days=1)


@st.composite
def dates(draw: st.DrawFn) -> tuple[Noun, int, tuple[int, int], tuple[date, date]]:
    """A stream of some noun, how many events were known at two moments, and two days."""
    noun: Noun = draw(st.sampled_from([each for each in NOUNS if each in streams()]))
    stream = draw(st.integers(0, len(streams()[noun]) - 1))
    known = st.integers(0, len(streams()[noun][stream]))
    return noun, stream, (draw(known), draw(known)), (draw(st.sampled_from(DAYS)), EVER)


@pytest.mark.row("AU-01", "AU-02", "AU-06")
@settings(deadline=None, max_examples=60)
@given(dates())
def test_what_was_known_never_changes_whatever_is_recorded_later(
    asked: tuple[Noun, int, tuple[int, int], tuple[date, date]],
) -> None:
    noun, stream, (events, _), (day, _) = asked
    found = whole(noun, stream)
    at = At(day, moment(found, events))
    then = folded(noun, stream, events)
    if then is None:
        assert read(found, at, ALL).groups == ()
        assert [each.template[:7] for each in notes(found, at)][:1] == ["On %(da"]
        return
    expected = read(then, at, ALL)
    assert read(found, at, ALL) == expected
    later = replace(at, known=at.known + timedelta(microseconds=1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replays, "LONG", 1)
        for once_or_again in (at, at, later):
            assert read(found, once_or_again, ALL) == read(then, once_or_again, ALL)
        assert read(found, at, ALL).groups == expected.groups


@pytest.mark.row("AU-07")
@settings(deadline=None, max_examples=60)
@given(dates())
def test_the_difference_is_what_a_naive_comparison_finds_and_says_which_events_made_it(
    asked: tuple[Noun, int, tuple[int, int], tuple[date, date]],
) -> None:
    noun, stream, (first, second), days = asked
    found = whole(noun, stream)
    before, after = (
        At(day, moment(found, events)) for day, events in zip(days, (first, second), strict=True)
    )
    old, new = read(found, before, ALL).values, read(found, after, ALL).values
    differing = {each.path: each for each in differences(found, before, after)}
    for path in {*old, *new}:
        assert (old.get(path) != new.get(path)) == (path in differing)
    known = {id(each) for each in found.source.events[: max(first, second)]}
    for each in differing.values():
        assert each.events
        assert {id(event) for event in each.events} <= known


@pytest.mark.row("AU-01")
@pytest.mark.parametrize("noun", [each for each in TOLD if each != "contract"])
def test_a_reading_is_the_state_that_the_rules_decide_by(noun: Noun) -> None:
    events = max(streams()[noun], key=len)
    decider, found = NAMED[noun], replay(noun, STREAM, events)
    assert found
    begun = dict(flatten((), decider.initial))
    for number in {1, len(events) // 2 or 1, len(events)}:
        state = reduce(decider.evolve, events[:number], decider.initial)
        values = read(found, At(EVER, events[number - 1].at), ALL).values
        expected = dict(flatten((), state))
        assert {path: expected.get(path) for path in values} == values
        left = expected.keys() - values.keys()
        assert all(
            each in begun or each[0] == "stated" or each[-1] == f"{noun}_id" for each in left
        )


@pytest.mark.row("AU-01", "AU-02", "CC-22")
def test_a_contract_reads_as_its_own_replay_has_it() -> None:
    stream = next(n for n, each in enumerate(streams()["contract"]) if len(each) > 2)
    found = whole("contract", stream)
    for known in found.source.moments:
        for day in (date(2021, 6, 1), date(2022, 6, 1)):
            own = terms_on(found.facts, day, known)
            values = read(found, At(day, known), ALL).values
            terms = {path[1]: each for path, each in values.items() if path[0] == "terms"}
            assert terms == own.terms
            assert values["ends",] == own.ends
            assert values["status",] == own.status
    first, last = (At(date(2021, 6, 1), each) for each in (found.first, found.last))
    by_path = {each.path: each for each in differences(found, first, last)}
    mended = by_path["terms", "tariff"]
    assert (mended.before, mended.after) == ("100", "101")
    assert [type(each).__name__ for each in mended.events] == ["ContractCorrected"]
    assert by_path["ends",].after.last == date(2022, 12, 31)


@pytest.mark.row("AU-01")
def test_what_counts_from_a_later_day_is_left_out_and_said_to_come() -> None:
    stream, secrecy = next(
        (number, touches[-1][1])
        for number in range(len(streams()["document"]))
        for place, touches in whole("document", number).source.touches.items()
        if place[0] == "secrecies" and place[1:] and touches[-1][1].first
    )
    found = whole("document", stream)
    before = read(found, At(secrecy.first - timedelta(days=1), found.last))
    on_the_day = read(found, At(secrecy.first, found.last))
    assert [each.path[0] for each in before.later] == ["secrecies"]
    assert "secrecies" not in {path[0] for path in before.values}
    assert "secrecies" in {path[0] for path in on_the_day.values}
    assert on_the_day.later == ()


def test_of_many_values_the_first_are_shown_and_the_rest_is_said_to_be_there() -> None:
    found = max((whole("programme", n) for n in range(4)), key=lambda each: len(each.source.events))
    few = read(found, At(EVER, found.last), 5)
    items = next(each for each in few.groups if each.name == "items")
    assert (len(items.fields), items.more) == (5, True)
    assert items.entries > 5
    assert {each.name for each in read(found, At(EVER, found.last), 5, "items").groups} == {"items"}


def test_the_future_is_not_known() -> None:
    refuse_future(known_by(make.MONDAY.date()), make.MONDAY)
    with pytest.raises(Refused) as refused:
        refuse_future(known_by(make.MONDAY.date() + timedelta(days=1)), make.MONDAY)
    assert refused.value.reason == "known_in_future"


def test_another_noun_and_an_empty_stream_are_nothing() -> None:
    assert replay("change", STREAM, streams()["contract"][0]) is None
    assert replay("contract", STREAM, []) is None


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 69), st.integers(0, 3)), max_size=6))
def test_letters_know_which_of_them_were_changed(steps: list[tuple[int, int]]) -> None:
    ids = [UUID(int=number) for number in range(70)]
    letters = [Letters.by_id({each: Letter(each) for each in ids})]
    for number, many in steps:
        after = letters[-1]
        for more in range(many):
            after = after.but(ids[(number + more * 31) % 70], Letter(ids[0], edition=number + 2))
        letters.append(after)
    letters += [letters[-1].without(ids[:2]), letters[-1].and_also({UUID(int=99): Letter(ids[0])})]
    for before, after in pairwise(letters):
        naive = {
            key: after.get(key)
            for key in {*before, *after}
            if before.get(key) is not after.get(key)
        }
        assert dict(after.changed_since(before)) == naive


@pytest.mark.parametrize("noun", NOUNS)
def test_every_field_and_every_word_to_choose_from_is_said_in_dutch(noun: Noun) -> None:
    names, choices = set[str](), set[tuple[str, str]]()
    stated = OWN_EVENTS[noun] if noun == "programme" else ()
    for kind in (type(NAMED[noun].initial), *stated):
        _walk(kind, "", names, choices)
    assert names - set(dutch("names")) == set()
    assert {each for each in choices if all(each)} - set(dutch("values")) == set()


def _walk(hint: Any, name: str, names: set[str], choices: set[tuple[str, str]]) -> None:
    """All names of fields below a class, and all words that a field may have."""
    if get_origin(hint) is Literal:
        choices.update((name, each) for each in get_args(hint) if isinstance(each, str))
        return
    for each in get_args(hint):
        _walk(each, name, names, choices)
    part = isinstance(hint, type) and (issubclass(hint, BaseModel) or is_dataclass(hint))
    if not part or hint in (Window, Explained, Source):
        return
    own = list(hint.model_fields) if issubclass(hint, BaseModel) else [f.name for f in fields(hint)]
    hints = get_type_hints(hint)
    for each in own:
        if not (issubclass(hint, Event) and each in CIRCUMSTANCES):
            names.add(each)
            _walk(hints[each], each, names, choices)


def test_values_are_written_as_people_write_them() -> None:
    reader = Reader("nl", "change", {str(STREAM): "HR-W-001"})
    said = [
        value_words(("letters", "x", "announced_on"), date(2021, 7, 1), reader),
        value_words(("letters", "x", "told"), value=True, reader=reader),
        value_words(("in_force", "x"), Window(edtf="2021-07-01", written="per 1/7"), reader),
        value_words(("letters", "x", "status"), "queued", reader),
        value_words(("recipients", "x", "contract_id"), STREAM, reader),
        value_words(("held_back",), tuple(map(str, range(15))), reader),
    ]
    assert said == [
        "1 juli 2021",
        "ja",
        "1 juli 2021",
        "onderweg",
        "HR-W-001",
        "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 en nog 3",
    ]


def test_what_a_server_set_aside_stays_so_when_a_long_stream_was_read() -> None:
    gc.freeze()
    replays._set_aside.cache_clear()
    try:
        with undisturbed():
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()
        replays._set_aside.cache_clear()
