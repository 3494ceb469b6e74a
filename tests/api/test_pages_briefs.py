"""The page behind the link in a letter: one provider, one contract, no account."""

from datetime import timedelta
from typing import Any

import pytest

from api.app import create_app
from api.brief_links import LIFETIME
from domain.change.commands import ReplaceAnnouncement, WithdrawChange
from domain.change.events import LetterAcknowledged, ReactionReceived
from projections import reaction_words
from tests import make
from tests.api.browsing import Browser, Page
from tests.api.house import House, contract_id, provider_id
from tests.api.told import UNTIL, announce, link

ONE, OTHER = "HR-W-001", "HR-W-002"
OBJECTION = {"nature": "objection", "text": "Dit kost ons te veel.\r\nWij kunnen dit niet."}


@pytest.fixture
def provider(house: House) -> Browser:
    """Somebody with an e-mail, and no account."""
    return Browser(create_app(house.ports()))


def recorded(house: House, kind: type) -> list[Any]:
    return [each for each in house.log.read(make.CHANGE_ID) if isinstance(each, kind)]


def form_post(provider: Browser, address: str, **fields: str) -> Page:
    return provider.send(address, fields, headers={"Origin": "null"})


@pytest.mark.row("AN-07")
def test_a_link_shows_the_letter_to_its_provider_and_looking_records_nothing(
    house: House, provider: Browser
) -> None:
    announce(house)
    before = len(house.log.read(make.CHANGE_ID))
    page = provider.get(link(ONE))
    assert page.status == 200
    assert "Wonen per 2022" in page.text
    assert "1 januari 2022" in page.text
    assert "Zorg HR-W-001" in page.text
    assert "Geachte aanbieder" in page.text
    assert "Ik heb deze brief ontvangen" in page.text
    assert "U kunt reageren tot en met 1 juni 2021." in page.text
    for of_others in (OTHER, "HR-W-003", "/wijzigingen", "/overeenkomsten", "/aanmelden"):
        assert of_others not in page.html
    assert len(house.log.read(make.CHANGE_ID)) == before


def test_the_terms_of_the_contract_stand_before_and_after(house: House, provider: Browser) -> None:
    announce(house)
    rows = provider.get(link(ONE)).text
    for words in (*make.TERMS.values(),):
        assert words in rows


@pytest.mark.row("AN-07")
def test_a_provider_says_that_it_has_the_letter_and_may_say_so_twice(
    house: House, provider: Browser
) -> None:
    announce(house)
    answered = form_post(provider, link(ONE))
    assert answered.status == 200
    assert "U hebt op 3 mei 2021 laten weten" in answered.text
    assert "Ik heb deze brief ontvangen" not in answered.text
    form_post(provider, link(ONE))
    [event] = recorded(house, LetterAcknowledged)
    assert event.by == f"provider:{provider_id(ONE)}"
    assert event.contract_id == contract_id(ONE)


def test_the_address_is_kept_from_everybody_else(house: House, provider: Browser) -> None:
    announce(house)
    for address in (link(ONE), "/brief/nonsense"):
        headers = provider.get(address).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]


def test_a_link_that_was_altered_or_cut_off_says_what_to_do_and_records_nothing(
    house: House, provider: Browser
) -> None:
    announce(house)
    before = len(house.log.read(make.CHANGE_ID))
    good = link(ONE)
    altered = good[:-1] + ("A" if good[-1] != "A" else "B")
    for address in (altered, good[:-7], "/brief/x", "/brief/" + "é" * 100):
        for page in (provider.get(address), form_post(provider, address)):
            assert page.status == 404
            assert "Deze link opent geen brief" in page.text
            assert "Beantwoord" in page.text
            assert "Wonen per 2022" not in page.text
    assert len(house.log.read(make.CHANGE_ID)) == before


def test_a_link_that_is_too_old_says_so(house: House, provider: Browser) -> None:
    announce(house)
    house.now = make.MONDAY + LIFETIME + timedelta(seconds=1)
    for page in (provider.get(link(ONE)), form_post(provider, link(ONE) + "/reactie")):
        assert page.status == 410
        assert "te oud" in page.text
    assert recorded(house, LetterAcknowledged) == []


def test_a_link_to_an_edition_that_was_replaced_acknowledges_nothing(
    house: House, provider: Browser
) -> None:
    announce(house)
    old = link(ONE, edition=0)
    assert "vervangen door een latere" in provider.get(old).text
    refused = form_post(provider, old)
    assert refused.status == 409
    assert "vervangen door een latere" in refused.text
    assert recorded(house, LetterAcknowledged) == []


def test_a_text_that_takes_the_place_of_another_is_not_said_before_it_is_sent(
    house: House, provider: Browser
) -> None:
    announce(house)
    secret = "Een tekst die nog niemand heeft goedgekeurd."
    replace = make.a(ReplaceAnnouncement, terms={"tarief": secret}, nature="other_terms")
    house.do(replace)
    page = provider.get(link(ONE))
    assert "vervangen door een latere" in page.text
    assert secret not in page.text
    assert "Geachte aanbieder" not in page.text
    assert form_post(provider, link(ONE)).status == 409


@pytest.mark.row("AN-19")
def test_a_provider_reacts_and_its_words_stand_beside_the_log(
    house: House, provider: Browser
) -> None:
    announce(house)
    answered = form_post(provider, link(ONE) + "/reactie", **OBJECTION)
    assert "Uw reactie is vastgelegd." in answered.text
    assert "Dit kost ons te veel. Wij kunnen dit niet." in answered.text
    assert "Nog niet beantwoord." in answered.text
    form_post(provider, link(ONE) + "/reactie", **OBJECTION)
    [event] = recorded(house, ReactionReceived)
    assert (event.nature, event.in_time, event.contract_id) == ("objection", True, contract_id(ONE))
    assert "kost" not in event.model_dump_json()
    with house.pool.connection() as connection:
        key = (event.reaction_id, event.digest)
        assert reaction_words.many(connection, [key]) == {
            key: "Dit kost ons te veel.\nWij kunnen dit niet."
        }
        reaction_words.erase(connection, str(provider_id(ONE)))
    assert "Deze woorden zijn gewist." in provider.get(link(ONE)).text
    assert "kost" not in provider.get(link(OTHER)).text


@pytest.mark.row("AN-19")
def test_a_late_reaction_is_taken_and_marked(house: House, provider: Browser) -> None:
    announce(house)
    house.now = make.MONDAY + timedelta(days=60)
    assert house.now.date() > UNTIL
    assert "De laatste dag om te reageren was 1 juni 2021." in provider.get(link(ONE)).text
    answered = form_post(provider, link(ONE) + "/reactie", nature="question", text="Wat nu?")
    assert "te laat" in answered.text
    assert not recorded(house, ReactionReceived)[0].in_time


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"text": "Wat nu?"}, "Kies er een."),
        ({"nature": "threat", "text": "Wat nu?"}, "Kies er een."),
        ({"nature": "question", "text": "  "}, "Vul dit in."),
        ({"nature": "question", "text": "a" * 4001}, "4001 tekens; er passen er 4000"),
        ({"nature": "question", "text": "Wat\0nu?"}, "niet te lezen"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(
    house: House, provider: Browser, fields: dict[str, str], says: str
) -> None:
    announce(house, ONE)
    page = form_post(provider, link(ONE) + "/reactie", **fields)
    assert page.status == 400
    assert says in page.text
    assert fields["text"].strip()[:3] in page.form("/reactie")["text"]
    assert recorded(house, ReactionReceived) == []


@pytest.mark.row("AN-19")
def test_words_of_a_reaction_that_was_refused_are_not_kept(house: House, provider: Browser) -> None:
    announce(house, ONE)
    page = form_post(provider, link(OTHER) + "/reactie", **OBJECTION)
    assert page.status == 409
    assert "nog niet verstuurd" in page.text
    with house.pool.connection() as connection:
        assert connection.execute("select count(*) from reaction_words").fetchone() == (0,)


def test_a_withdrawn_change_says_so_and_can_still_be_reacted_to(
    house: House, provider: Browser
) -> None:
    announce(house)
    house.do(make.a(WithdrawChange))
    assert "gaat voor uw overeenkomst niet door" in provider.get(link(ONE)).text
    assert form_post(provider, link(ONE) + "/reactie", **OBJECTION).status == 200
