"""Who is asking: a program with a token, a browser that picked a name, nobody."""

from dataclasses import replace

import pytest
from fastapi import Request, Response

from api.identity import COOKIE, forget, person_of, remember
from api.language import asked_language
from tests import make
from tests.api.house import ANNA, BRAM, Caller, House, draft, publish


def request(cookie: str) -> Request:
    return Request({"type": "http", "headers": [(b"cookie", cookie.encode())]})


def cookie_of(response: Response) -> str:
    return response.headers["Set-Cookie"]


def test_a_browser_is_who_it_picked_to_be(house: House) -> None:
    response = Response()
    remember(response, BRAM)
    assert "HttpOnly" in cookie_of(response)
    assert "SameSite=lax" in cookie_of(response)
    picked = cookie_of(response).partition(";")[0]
    assert person_of(request(picked), house.ports()) == BRAM


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=carla-1", "other=anna-1"])
def test_a_browser_that_picked_nobody_we_know_is_nobody(house: House, cookie: str) -> None:
    assert person_of(request(cookie), house.ports()) is None


def test_production_takes_nobodys_word_for_who_they_are(house: House) -> None:
    ports = replace(house.ports(), practice=False)
    assert person_of(request(f"{COOKIE}={ANNA.person_id}"), ports) is None


def test_a_browser_forgets_who_it_was() -> None:
    response = Response()
    forget(response)
    assert "Max-Age=0" in cookie_of(response)


def test_a_program_asks_for_the_first_person_unless_it_names_another(
    house: House, anna: Caller, bram: Caller
) -> None:
    publish(house)
    draft(house)
    path = f"/changes/{make.CHANGE_ID}"
    decision = {"body": "Bestuur", "decidedOn": "2021-04-21"}
    anna.post(f"{path}/adoptions", decision)
    anna.client.headers.pop("X-Person")
    answer = anna.post(f"{path}/approvals")
    assert anna.get(path, position=answer.json()["position"])["approvedBy"] == ANNA.person_id
    answer = bram.post(f"{path}/dispatches")
    assert bram.get(path, position=answer.json()["position"])["orderedBy"] == BRAM.person_id


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "nl"),
        ("", "nl"),
        ("en", "en"),
        ("de, en-GB;q=0.8, nl;q=0.7", "en"),
        ("en;q=0.5, nl", "nl"),
        ("EN-us", "en"),
        ("en;q=0", "nl"),
        ("en;q=much", "nl"),
        ("*", "nl"),
    ],
)
def test_callers_are_answered_in_the_language_they_like_best(
    accepted: str | None, language: str
) -> None:
    assert asked_language(accepted) == language
