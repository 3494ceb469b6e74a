"""Each letter of a change, as it is really written: by its kind, and in the frozen version."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from domain.base import Refused
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    DraftAnnouncement,
    HandleReaction,
    LiftReservation,
    MandateAnnouncement,
    NarrowChange,
    OrderDispatch,
    ProposeChange,
    QueueLetters,
    ReceiveReaction,
    RecordReceipts,
    ReplaceAnnouncement,
    TableChange,
)
from domain.change.letters import reply_letter
from domain.change.parts import Mandate, Receipt
from domain.template.commands import WriteTemplate
from projections import address_book, reaction_words
from projections.address_book import Party
from runtime.correspondence import Correspondence
from tests import make
from tests.api.house import House, contract_id, draft, letter_id, provider_id, publish
from tests.api.writing_room import correspondence_of, redraft
from tests.making import reaction

ONE, TWO = letter_id("HR-W-001"), letter_id("HR-W-002")


@pytest.fixture
def writer(house: House, migrated_url: str) -> Correspondence:
    publish(house)
    draft(house)
    redraft(house, "announcement/0")
    return correspondence_of(house, migrated_url)


def write_template(house: House, text: str) -> None:
    house.do(make.a(WriteTemplate, text=text))


def send(house: House, letter_ids: Sequence[UUID]) -> None:
    """Adopted, approved, ordered, and taken over by the mail server."""
    receipts = tuple(
        Receipt(letter_id=each, outcome="sent", answered_at=house.now, **make.MESSAGE)
        for each in letter_ids
    )
    house.do(
        make.whole(AdoptChange),
        make.a(ApproveAnnouncement, by=make.SECOND),
        make.a(OrderDispatch, send_at=house.now, reactions_until=None),
    )
    house.now += timedelta(minutes=1)
    house.do(
        make.a(QueueLetters, letter_ids=tuple(letter_ids)),
        make.a(RecordReceipts, receipts=receipts),
    )


@pytest.mark.row("AN-05")
def test_a_letter_keeps_the_version_it_was_laid_out_with(
    house: House, writer: Correspondence
) -> None:
    before = writer.letter(make.CHANGE_ID, ONE)
    write_template(house, "# Heel anders\n\n{{ changes }} per {{ effective }}\n")
    assert writer.letter(make.CHANGE_ID, ONE) == before
    frozen = writer.wording.frozen(make.PROGRAMME_ID, rectifies=False)
    assert frozen == "announcement/1"
    redraft(house, frozen)
    assert "Heel anders" in writer.letter(make.CHANGE_ID, ONE).text
    write_template(house, "# Nog weer anders\n\n{{ changes }} per {{ effective }}\n")
    assert "Heel anders" in writer.letter(make.CHANGE_ID, ONE).text


@pytest.mark.row("AN-14")
def test_who_was_told_gets_a_withdrawal_or_a_letter_that_replaces_the_first(
    house: House, writer: Correspondence
) -> None:
    send(house, [ONE, TWO])
    house.do(
        make.a(
            NarrowChange,
            contract_ids=(contract_id("HR-W-001"),),
            reason="De aanbieder stopt per 1 januari.",
            send_at=house.now,
        )
    )
    change = writer.change(make.CHANGE_ID)
    (withdrawal,) = [key for key, each in change.letters.items() if each.kind == "withdrawal"]
    text = writer.letter(make.CHANGE_ID, withdrawal).text
    assert "Op 3 mei 2021 hebben wij aangekondigd" in text
    assert "in voor uw overeenkomst." in text
    assert "De aanbieder stopt per 1 januari." in text
    house.do(
        make.a(
            ReplaceAnnouncement,
            terms={"tariff": "EUR 105.00 per day"},
            description="Het tarief was verkeerd overgenomen.",
            nature="writing_error",
            decided_by="de directeur",
            reason="In de eerste brief stond een verkeerd tarief.",
        )
    )
    redraft(house, writer.wording.frozen(make.PROGRAMME_ID, rectifies=True))
    mended = writer.letter(make.CHANGE_ID, TWO).text
    assert "Op 3 mei 2021 hebben wij u geschreven" in mended
    assert "EUR 105.00 per day" in mended
    assert "Alleen de tekst is verbeterd." in mended


@pytest.mark.row("AN-19")
def test_an_answer_to_a_reaction_is_a_letter_with_both_their_words(
    house: House, writer: Correspondence
) -> None:
    send(house, [ONE])
    with house.pool.connection() as connection:
        for words in (reaction.WORDS, reaction.ANSWER):
            party = str(provider_id("HR-W-001"))
            reaction_words.keep(connection, reaction.REACTION_ID, party, words)
    contract = contract_id("HR-W-001")
    house.do(make.a(ReceiveReaction, contract_id=contract), make.whole(HandleReaction))
    (outgoing,) = writer.outgoing(make.CHANGE_ID, [reply_letter(reaction.REACTION_ID)])
    assert outgoing.subject.startswith("Antwoord op uw reactie")
    assert reaction.WORDS in outgoing.text
    assert "Wij nemen uw reactie over." in outgoing.text
    assert reaction.ANSWER in outgoing.text
    assert outgoing.paper is not None


@pytest.mark.row("AN-12")
def test_who_announces_for_whom_by_which_power_stands_in_the_letter(
    house: House, writer: Correspondence
) -> None:
    mandate = Mandate(
        announced_by="TWO Jeugdhulp",
        on_behalf_of=("Leiden", "Alphen aan den Rijn"),
        power="Mandaatbesluit 2020, artikel 3",
    )
    house.do(make.a(MandateAnnouncement, mandate=mandate))
    text = writer.letter(make.CHANGE_ID, ONE).text
    assert "TWO Jeugdhulp kondigt de wijziging aan namens Leiden en Alphen aan den Rijn." in text
    assert "De bevoegdheid daarvoor: Mandaatbesluit 2020, artikel 3." in text


@pytest.mark.row("AN-07")
def test_the_link_goes_out_to_the_provider_and_is_hidden_from_who_only_looks(
    house: House, writer: Correspondence
) -> None:
    send(house, [ONE])
    (outgoing,) = writer.outgoing(make.CHANGE_ID, [ONE])
    link = writer.links.to(make.CHANGE_ID, ONE, 1, writer.change(make.CHANGE_ID).send_at)  # type: ignore[arg-type]
    assert link in outgoing.text
    assert outgoing.paper is not None
    assert link in outgoing.paper
    assert link not in writer.letter(make.CHANGE_ID, ONE).text


@pytest.mark.row("AN-07")
def test_a_provider_without_a_name_or_address_gets_its_letter_by_contract_number(
    house: House, writer: Correspondence
) -> None:
    with house.pool.connection() as connection:
        address_book.put(connection, Party(str(provider_id("HR-W-001")), "provider"))
    (outgoing,) = writer.outgoing(make.CHANGE_ID, [ONE])
    assert (outgoing.name, outgoing.email) == ("HR-W-001", None)
    assert "Aan: \n" in outgoing.text


def test_a_version_that_is_not_there_refuses_the_letter_and_loses_none(
    house: House, writer: Correspondence
) -> None:
    redraft(house, "announcement/9")
    (outgoing,) = writer.outgoing(make.CHANGE_ID, [ONE])
    assert outgoing.wrong is not None
    with pytest.raises(Refused, match="template of this letter"):
        writer.letter(make.CHANGE_ID, ONE)


@pytest.mark.row("AN-16")
def test_letters_speak_of_a_reservation_until_it_is_lifted(house: House, migrated_url: str) -> None:
    publish(house)
    house.do(
        make.whole(ProposeChange),
        make.whole(TableChange),
        make.a(DraftAnnouncement, recipients=(make.RECIPIENT,), template="announcement/0"),
    )
    writer = correspondence_of(house, migrated_url)
    reserved = "onder voorbehoud van the councils adopt the budget."
    assert reserved in writer.letter(make.CHANGE_ID, ONE).text
    house.do(make.whole(AdoptChange), make.a(LiftReservation, decided_on=make.MONDAY.date()))
    assert reserved not in writer.letter(make.CHANGE_ID, ONE).text
