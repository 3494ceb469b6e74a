"""The stream says of what something changed: to those whom it concerns, and in time."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from time import monotonic, sleep
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from api.app import create_app
from api.identity import COOKIE
from api.pages import stream
from api.pages.own_standing import Own, own_standing
from api.ports import Ports
from domain.change.commands import AdoptChange, ProposeChange
from domain.contract.commands import ConcludeContract
from domain.decision.commands import PlanDecision, RecordAnswer
from domain.decision.parts import Answer
from domain.provider.commands import RegisterProvider
from runtime import tidings
from tests import make
from tests.api.browsing import Browser
from tests.api.house import ANNA, House, contract_id, draft, open_house, provider_id, publish
from tests.api.listening import Message, Served, Still, followed, serving
from tests.api.told import announce
from tests.making.decision import DECISION_ID


@pytest.fixture
def house(followed_url: str) -> Iterator[House]:
    with open_house(followed_url) as house:
        publish(house)
        yield house


@pytest.fixture
def served(house: House, followed_url: str) -> Iterator[Served]:
    with serving(house, followed_url) as served:
        yield served


def until(messages: Iterator[Message], kind: str) -> Message:
    return next(each for each in messages if each.kind == kind)


def test_what_one_process_records_is_told_by_another_once_pages_show_it(
    house: House, served: Served, followed_url: str
) -> None:
    with serving(house, followed_url) as other, followed(house), ExitStack() as streams:
        told = [streams.enter_context(each.stream(ANNA.person_id)) for each in (served, other)]
        for messages in told:
            assert until(messages, "begin").data == str(house.now.date())
        begun = monotonic()
        command = make.whole(ProposeChange, reservation=None)
        position = house.log.handle(
            command.model_copy(update={"command_id": uuid4(), "at": house.now})
        )
        for messages in told:
            said = until(messages, "told")
            assert {"change", str(make.CHANGE_ID), str(make.PROGRAMME_ID)} <= {*said.data.split()}
            assert said.id == str(position)
        assert monotonic() - begun < 20


def test_who_comes_back_hears_what_was_missed(house: House, served: Served) -> None:
    with served.stream(ANNA.person_id) as messages:
        known = until(messages, "begin").id
    draft(house)
    with served.stream(ANNA.person_id, **{"Last-Event-ID": known}) as messages:
        begun, missed = until(messages, "begin"), until(messages, "told")
    assert int(begun.id) > int(known)
    assert str(make.CHANGE_ID) in missed.data.split()
    with served.stream(ANNA.person_id, f"?sinds={begun.id}") as messages:
        assert until(messages, "begin").id == begun.id
        house.do(make.whole(AdoptChange))
        assert "change" in until(messages, "told").data.split()


def test_a_provider_is_told_of_its_own_and_of_nothing_else(house: House, served: Served) -> None:
    mine, another = (f"provider:{provider_id(each)}" for each in ("HR-W-001", "HR-W-002"))
    with served.stream(mine) as own, served.stream(another) as others:
        first = until(own, "begin")
        assert not first.id.isdecimal()
        before = until(others, "begin").id
        announce(house, "HR-W-001")
        said = until(own, "told")
        assert said.data == "own"
        assert said.id != first.id
    with served.stream(another, f"?sinds={before}") as others:
        assert until(others, "begin").id == before


def test_what_is_of_others_does_not_have_the_pages_of_a_provider_looked_at(
    house: House, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[UUID] = []

    def look(ports: Ports, asked: UUID) -> Own:
        looked.append(asked)
        return own_standing(ports, asked)

    monkeypatch.setattr(stream, "own_standing", look)
    mine, another = provider_id("HR-W-001"), provider_id("HR-W-002")
    with served.stream(f"provider:{mine}") as own:
        until(own, "begin")
        looked.clear()
        position = house.do(concluded("HR-W-008", another))
        patience = monotonic() + 20
        while (served.tidings.position() or 0) < position:
            assert monotonic() < patience
            sleep(0.05)
        house.do(concluded("HR-W-009", mine))
        assert until(own, "told").data == "own"
    assert looked == [mine]


def concluded(number: str, whose: UUID) -> ConcludeContract:
    return make.a(
        ConcludeContract, number=number, contract_id=contract_id(number), provider_id=whose
    )


def test_a_stream_says_what_day_it_is_also_when_it_becomes_another(
    house: House, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "BEAT_SECONDS", 0.1)
    with served.stream(ANNA.person_id) as messages:
        assert until(messages, "begin").data == "2021-05-03"
        house.now += timedelta(days=1)
        beats = (until(messages, "beat").data for _ in range(50))
        assert "2021-05-04" in beats


def test_a_process_has_room_for_so_many_streams(house: House, followed_url: str) -> None:
    with serving(house, followed_url, most=1) as served, served.stream() as messages:
        until(messages, "begin")
        answer = httpx2.get(f"{served.url}/stroom")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]


def test_who_is_no_provider_of_ours_hears_nothing(served: Served) -> None:
    cookies = {COOKIE: f"provider:{uuid4()}"}
    assert httpx2.get(f"{served.url}/stroom", cookies=cookies).status_code == 404


def test_who_was_further_than_the_log_is_told_that_anything_may_have_changed(
    served: Served,
) -> None:
    with served.stream(ANNA.person_id, "?sinds=999999999") as messages:
        assert until(messages, "told").data == "*"


def test_a_browser_that_stops_reading_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    async def said() -> AsyncIterator[str]:
        yield "event: beat\n\n"

    async def never(*_: object) -> Any:
        await asyncio.Event().wait()

    monkeypatch.setattr(stream, "WHOLE_SECONDS", 0.0)
    monkeypatch.setattr(stream, "BEAT_SECONDS", 0.01)
    gone: list[bool] = []
    one = stream.Stream(said(), lambda: gone.append(True))
    asyncio.run(one({"type": "http", "asgi": {"spec_version": "2.3"}}, never, never))
    assert gone


def test_who_listens_is_sent_away_while_nothing_is_heard_and_taken_in_again_after(
    house: House, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise ValueError

    monkeypatch.setattr(tidings, "_PAUSE_SECONDS", 0.1)
    with monkeypatch.context() as broken, served.stream() as messages:
        until(messages, "begin")
        broken.setattr(served.tidings, "look", fail)
        assert [each.kind for each in messages] == []
        assert httpx2.get(f"{served.url}/stroom").status_code == 503
    patience = monotonic() + 20
    while served.tidings.listen(lambda _: None) is None:
        assert monotonic() < patience
        sleep(0.05)
    with served.stream() as messages:
        until(messages, "begin")
        draft(house)
        assert str(make.CHANGE_ID) in until(messages, "told").data.split()


def test_streams_end_when_the_process_is_told_to_stop(house: House, followed_url: str) -> None:
    with serving(house, followed_url) as served, served.stream() as messages:
        until(messages, "begin")
        begun = monotonic()
        served.stop()
        assert [each.kind for each in messages] == []
        assert not served.thread.is_alive()
        assert monotonic() - begun < 15


def test_a_page_says_what_it_is_about_and_without_javascript_has_a_link(house: House) -> None:
    draft(house)
    anna = Browser(create_app(replace(house.ports(), tidings=Still())), ANNA)
    listed = anna.get("/wijzigingen?gedaan=bespreken")
    assert '<main id="main" class="main" tabindex="-1" data-live="change"' in listed.html
    assert "Toon deze pagina opnieuw" in listed.text
    change = anna.get(f"/wijzigingen/{make.CHANGE_ID}")
    assert f'data-live="{make.CHANGE_ID}" data-live-how=""' in change.html
    house.do(make.whole(RegisterProvider))
    for address in ("/aanbieders", f"/aanbieders/{make.PROVIDER_ID}"):
        page = anna.get(address)
        assert 'data-live="' in page.html
        assert 'data-live-at="1"' in page.html
    refused = anna.fill(change, "/vaststellen", body="")
    assert "data-live=" not in refused.html
    alone = Browser(create_app(house.ports()), ANNA)
    assert "data-live=" not in alone.get("/wijzigingen").html


def test_what_is_secret_is_shown_anew_only_to_who_asks_for_it(house: House) -> None:
    house.do(make.a(PlanDecision))
    anna = Browser(create_app(replace(house.ports(), tidings=Still())), ANNA)
    at = f"/besluiten/{DECISION_ID}"
    assert 'data-live-how=""' in anna.get(at).html
    closed = {"ground": "Economische belangen", "regime": "Gemeentewet art. 23"}
    recorded = make.a(RecordAnswer)
    answer = Answer.model_validate({**recorded.answer.model_dump(), "closed": closed})
    house.do(recorded.model_copy(update={"answer": answer}))
    assert 'data-live-how="ask"' in anna.get(at).html
