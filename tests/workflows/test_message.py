"""The bytes of a letter: the same every time, and nothing smuggled in."""

import email
from dataclasses import replace
from datetime import UTC, datetime
from email.policy import SMTP
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.outgoing import CHANGE_ID, MONDAY, SENDER, outgoing
from workflows.message import Outgoing, digest, message_id, usable, without_addresses, written

LETTER = outgoing("haven")


def test_the_same_letter_has_the_same_bytes() -> None:
    again = written(outgoing("haven"), SENDER, MONDAY)
    assert digest(written(LETTER, SENDER, MONDAY)) == digest(again)


def test_another_word_is_another_digest() -> None:
    other = replace(LETTER, text="Beste heer,\n")
    assert digest(written(other, SENDER, MONDAY)) != digest(written(LETTER, SENDER, MONDAY))


def test_a_message_id_is_derived_from_change_letter_and_version() -> None:
    letter_id = LETTER.letter_id
    ids = {
        message_id(CHANGE_ID, letter_id, 1, "region.example"),
        message_id(CHANGE_ID, letter_id, 2, "region.example"),
        message_id(CHANGE_ID, uuid4(), 1, "region.example"),
        message_id(uuid4(), letter_id, 1, "region.example"),
    }
    assert len(ids) == 4
    assert message_id(CHANGE_ID, letter_id, 1, "region.example") == LETTER.message_id
    assert LETTER.message_id.endswith("@region.example>")


def test_a_letter_has_the_headers_that_mail_programs_and_people_need() -> None:
    parsed = email.message_from_bytes(written(LETTER, SENDER, MONDAY), policy=SMTP)
    assert parsed["From"] == "TWO Jeugdhulp <two@region.example>"
    assert parsed["To"] == "Aanbieder haven <haven@provider.example>"
    assert parsed["Reply-To"] == "contracten@region.example"
    assert parsed["Subject"] == "Aankondiging voor haven"
    assert parsed["Date"].datetime == datetime(2021, 5, 3, 9, tzinfo=UTC)
    assert parsed["Message-ID"] == LETTER.message_id
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed.get_content_type() == "text/plain"
    assert parsed.get_content_charset() == "utf-8"
    assert parsed["Content-Transfer-Encoding"] == "quoted-printable"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))), st.text(max_size=300))
def test_any_name_and_subject_stay_inside_their_headers(name: str, subject: str) -> None:
    try:
        message = written(replace(LETTER, name=name, subject=subject), SENDER, MONDAY)
    except ValueError:
        return
    head, _, _ = message.partition(b"\r\n\r\n")
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith(b" ")]
    assert names == [
        *(b"From", b"To", b"Reply-To", b"Subject", b"Date", b"Message-ID", b"Auto-Submitted"),
        *(b"MIME-Version", b"Content-Type", b"Content-Transfer-Encoding", b"Content-Language"),
    ]
    assert all(len(line) < 998 for line in message.split(b"\r\n"))


def test_line_breaks_in_name_and_subject_become_spaces() -> None:
    evil = replace(LETTER, name="Haven\r\nBcc: x@y.example", subject="Hallo\nBcc: x@y.example")
    parsed = email.message_from_bytes(written(evil, SENDER, MONDAY), policy=SMTP)
    assert parsed["Bcc"] is None
    assert parsed["Subject"] == "Hallo Bcc: x@y.example"
    assert parsed["To"].addresses[0].display_name == "Haven Bcc: x@y.example"


def test_a_subject_that_pretends_to_be_encoded_is_shown_as_it_is() -> None:
    pretending = replace(LETTER, subject="=?utf-8?q?Betaal_nu?=")
    parsed = email.message_from_bytes(written(pretending, SENDER, MONDAY), policy=SMTP)
    assert parsed["Subject"] == "=?utf-8?q?Betaal_nu?="


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n")))
def test_any_text_arrives_as_it_was(text: str) -> None:
    message = written(replace(LETTER, text=text), SENDER, MONDAY)
    parsed = email.message_from_bytes(message, policy=SMTP)
    payload = parsed.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode() == text.replace("\n", "\r\n")


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "haven",
        "a b@c.example",
        "a@b.example, c@d.example",
        "Haven <a@b.example>",
        "a@b.example\r\nRCPT TO:<c@d.example>",
        "a@b.example\n",
        "a..b@c.example",
        "a@-b.example",
        "zorgén@haven.example",
    ],
)
def test_what_is_no_plain_address_is_not_written_to(address: str | None) -> None:
    assert not usable(address)
    with pytest.raises(ValueError, match="no usable e-mail address"):
        written(replace(LETTER, email=address), SENDER, MONDAY)


@pytest.mark.parametrize("address", ["a@b.example", "j.de-wit+zorg@post.haven.example", "a@host"])
def test_a_plain_address_is_written_to(address: str) -> None:
    assert usable(address)


@pytest.mark.parametrize(
    "letter",
    [
        replace(LETTER, name="a\0b"),
        replace(LETTER, subject="a\0b"),
        replace(LETTER, text="a\0b"),
        replace(LETTER, text="a\ud800b"),
    ],
    ids=["name", "subject", "text", "half a character"],
)
def test_a_letter_with_a_character_that_cannot_be_sent_is_refused(letter: Outgoing) -> None:
    with pytest.raises(ValueError, match="the letter has a character"):
        written(letter, SENDER, MONDAY)


def test_answers_are_kept_without_the_addresses_in_them() -> None:
    answer = "550 5.1.1 <jan@haven.example>: Recipient jan@haven.example unknown\r\nsee (x@y.z)"
    cleaned = "550 5.1.1 <[address]>: Recipient [address] unknown see ([address])"
    assert without_addresses(answer) == cleaned
