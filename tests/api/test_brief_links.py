"""The links in letters: only ours, unaltered and in time open anything."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.brief_links import LIFETIME, BadLink, Links
from tests import make

OLD, NEW = b"an old key that is long enough, no. 1", b"a new key that is long enough, no. 2"
LINKS = Links("https://inkoop.example", (OLD,))
TOKEN = LINKS.token(make.CHANGE_ID, make.LETTER_ID, 2, make.MONDAY)


def why(token: str, links: Links = LINKS) -> str:
    with pytest.raises(BadLink) as refused:
        links.read(token, make.MONDAY)
    return refused.value.why


@given(st.uuids(), st.uuids(), st.integers(0, 65535))
def test_a_link_says_what_it_was_made_for(change: UUID, letter: UUID, edition: int) -> None:
    token = LINKS.token(change, letter, edition, make.MONDAY)
    brief = LINKS.read(token, make.MONDAY)
    assert (brief.change_id, brief.letter_id, brief.edition) == (change, letter, edition)
    assert token == LINKS.token(change, letter, edition, make.MONDAY)


def test_an_address_holds_nothing_that_has_to_be_written_otherwise_in_a_letter() -> None:
    address = LINKS.to(make.CHANGE_ID, make.LETTER_ID, 2, make.MONDAY)
    assert address == f"https://inkoop.example/brief/{TOKEN}"
    assert set(TOKEN) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
    assert TOKEN not in LINKS.without_token()


@given(st.integers(0, 8 * 75 - 1))
def test_one_altered_bit_opens_nothing(bit: int) -> None:
    altered = bytearray(urlsafe_b64decode(TOKEN))
    altered[bit // 8] ^= 1 << bit % 8
    assert why(urlsafe_b64encode(altered).decode()) == "unknown"


@given(st.integers(0, 99), st.characters())
def test_one_altered_character_opens_nothing(place: int, character: str) -> None:
    altered = f"{TOKEN[:place]}{character}{TOKEN[place + 1 :]}"
    if altered != TOKEN:
        assert why(altered) == "unknown"


@given(st.text() | st.integers(0, 99).map(lambda length: TOKEN[:length]))
def test_whatever_else_is_typed_opens_nothing(typed: str) -> None:
    assert why(typed) == "unknown"


@pytest.mark.parametrize("tail", ["=", "==", "\n", " ", "A", "."])
def test_what_is_added_opens_nothing(tail: str) -> None:
    assert why(TOKEN + tail) == "unknown"


def test_a_link_works_until_its_last_moment() -> None:
    last = make.MONDAY + LIFETIME
    assert LINKS.read(TOKEN, last - timedelta(seconds=1)).expires == last
    with pytest.raises(BadLink, match="expired"):
        LINKS.read(TOKEN, last)


def test_a_new_key_signs_while_the_old_one_is_still_accepted() -> None:
    both = Links(LINKS.base_url, (NEW, OLD))
    assert both.read(TOKEN, make.MONDAY) == LINKS.read(TOKEN, make.MONDAY)
    fresh = both.token(make.CHANGE_ID, make.LETTER_ID, 2, make.MONDAY)
    assert fresh != TOKEN
    assert why(fresh) == "unknown"
    assert why(TOKEN, Links(LINKS.base_url, (NEW,))) == "unknown"
    assert why(TOKEN, Links()) == "unknown"


def test_no_key_shows_where_links_are_shown() -> None:
    assert "long enough" not in repr(LINKS)
