"""What is typed and not sent is kept for who typed it, sealed, until it is sent or too old."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from api.app import create_app
from api.pages.typed import LONGEST
from api.sealing import seal, unseal
from projections import drafts
from tests.api.browsing import CHANGE, SAME_SITE, Browser
from tests.api.house import ANNA, BRAM, LINKS, House, draft, open_house, publish

WITHDRAW = f"{CHANGE}/intrekken"
TYPED = "Te duur voor Zorg HR-W-001"


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    with open_house(migrated_url) as house:
        publish(house)
        draft(house)
        yield house


def browse(house: House, person: object = ANNA) -> Browser:
    return Browser(create_app(house.ports()), person)  # type: ignore[arg-type]


def autosave(
    anna: Browser, form: str = "intrekken", at: str = f"{CHANGE}?toon=open", **values: str
) -> int:
    sent = {
        "formulier": form,
        "naar": f"{WITHDRAW}#intrekken",
        "pagina": at,
        "wat": "Trek de wijziging in",
        "over": "Wonen per 2022",
        "velden": json.dumps(values),
    }
    return anna.client.post("/concepten", data=sent, headers=SAME_SITE).status_code


def test_what_was_typed_is_offered_again_filled_in_and_gone_once_it_is_carried_out(
    house: House,
) -> None:
    anna = browse(house)
    assert autosave(anna, reason=TYPED) == 204
    page = anna.get(CHANGE)
    assert "U was hier bezig op 3 mei 2021, 11:00: Trek de wijziging in." in page.text
    assert not page.form("/intrekken").get("reason")
    assert "Trek de wijziging in: Wonen per 2022" in anna.get("/").text
    address = next(each for each in page.html.split('"') if "verder=" in each)
    assert "toon=open" in address, "with the filters that the page had"
    resumed = anna.get(address.partition("?")[0], verder=address.split("verder=")[1][:36])
    assert resumed.form("/intrekken")["reason"] == TYPED
    assert "Het is nog niet verstuurd" in resumed.text
    assert "U was hier bezig" not in browse(house, BRAM).get(CHANGE).text
    done = anna.fill(resumed, "/intrekken")
    assert "de wijziging is ingetrokken" in done.text
    assert "U was hier bezig" not in anna.get(CHANGE).text
    assert "Getypt en niet verstuurd" not in anna.get("/").text


def test_a_refused_form_is_kept_with_its_page_also_without_javascript(house: House) -> None:
    anna = browse(house)
    page = anna.get(CHANGE)
    fields = {**page.form("/uitstellen"), "effective": "", "reason": TYPED}
    anna.send(f"{CHANGE}/goedkeuren", {"key": "1"})
    assert "U was hier bezig" not in anna.get(CHANGE).text, "nothing was typed there"
    refused = anna.send(f"{CHANGE}/uitstellen", fields)
    assert refused.status == 400
    assert "U was hier bezig" in anna.get(CHANGE).text
    kept = autosave(anna, at=refused.form("/intrekken")["pagina"], reason="Anders")
    assert kept == 204, "typed on the page that the browser shows at the address of a form"
    assert anna.get(CHANGE).text.count("U was hier bezig") == 2


def test_drafts_are_thrown_away_when_asked_emptied_or_too_old(house: House) -> None:
    anna = browse(house)
    autosave(anna, reason=TYPED)
    assert autosave(anna, reason="x" * LONGEST) == 413
    assert "U was hier bezig" in anna.get(CHANGE).text, "what was kept before stays"
    assert autosave(anna) == 202
    assert "U was hier bezig" not in anna.get(CHANGE).text
    autosave(anna, reason=TYPED)
    thrown = anna.fill(anna.get(CHANGE), "/weg")
    assert "is weggegooid" in thrown.text
    assert "U was hier bezig" not in anna.get(CHANGE).text
    autosave(anna, reason=TYPED)
    house.now += drafts.KEPT + timedelta(seconds=1)
    assert "U was hier bezig" not in anna.get(CHANGE).text
    assert autosave(browse(house, None), reason=TYPED) == 403


@pytest.mark.row("AU-17")
def test_what_was_typed_is_sealed_in_the_database_and_in_no_event(house: House) -> None:
    autosave(browse(house), reason=TYPED)
    with house.pool.connection() as connection:
        row = connection.execute("select sealed, drafts::text from drafts").fetchone()
        assert row is not None
        sealed, text = bytes(row[0]), row[1]
        assert TYPED.encode() not in sealed
        assert TYPED not in text
        found = connection.execute(
            "select count(*) from eventlog_events where position(%s in state) > 0",
            (TYPED.encode(),),
        ).fetchone()
    assert found == (0,)


def test_a_seal_opens_with_an_older_key_and_for_nothing_else() -> None:
    sealed = seal(LINKS.keys, b"getypt", "anna /a")
    assert sealed is not None
    assert unseal([b"a newer key", *LINKS.keys], sealed, "anna /a") == b"getypt"
    assert unseal(LINKS.keys, sealed, "bram /a") is None
    assert unseal([b"a newer key"], sealed, "anna /a") is None
    assert seal((), b"getypt", "anna /a") is None


def test_what_was_typed_in_a_form_that_is_gone_is_still_shown(house: House) -> None:
    anna = browse(house)
    autosave(anna, "antwoord", reason=TYPED)
    address = next(each for each in anna.get(CHANGE).html.split('"') if "verder=" in each)
    page = anna.get(CHANGE, verder=address.split("verder=")[1][:36])
    assert "past hier niet meer" in page.text
    assert TYPED in page.text
