"""Writes the letters of a change out of what is known, and has them sent."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from babel.lists import format_list
from jinja2 import TemplateError
from psycopg_pool import ConnectionPool

from api.brief_links import Links
from domain.base import Refused, derived_id
from domain.change.parts import Receipt
from domain.change.state import Change
from domain.dates import local_day
from eventstore.log import EventLog
from projections import address_book, reaction_words, tables
from projections.contracts import CONTRACTS
from projections.letters import LETTERS
from projections.programmes import PROGRAMMES, ProgrammeRow
from runtime.clock import Clock, real
from runtime.letter_data import Case, Told, title_of
from runtime.settings import Settings
from runtime.wording import NoVersion, Wording
from workflows import journal
from workflows.letter import Letter, LetterData, ReminderData, Sender, Task, kind_of, render
from workflows.mail_line import MailServer
from workflows.message import From, Outgoing, message_id
from workflows.post import send
from workflows.words import Words


class NotSent(Exception):  # noqa: N818 (says what is the case)
    """The mail server did not take a message now; it is to be tried again."""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What it takes to write and send: the log, the read models and the address book."""

    log: EventLog
    pool: ConnectionPool
    settings: Settings
    clock: Clock
    links: Links
    wording: Wording

    async def post(
        self, change_id: UUID, letter_ids: Sequence[UUID], heartbeat: Callable[[], None]
    ) -> list[Receipt]:
        """Send letters of a change; says what became of each and records nothing."""
        letters, sender = await asyncio.to_thread(self.written, change_id, letter_ids)
        return await send(
            letters,
            sender,
            MailServer.at(self.settings.smtp_url.get_secret_value()),
            self.pool,
            await asyncio.to_thread(running_on, self.clock),
            self.settings.mail_connections,
            lambda _: heartbeat(),
        )

    async def remind(self, change_id: UUID, days_before: int) -> None:
        """Write to the office that a last lawful day comes near; once for each such day.

        Raises `NotSent` if the mail server is away, so that it is tried again.
        """
        change = self.change(change_id)
        letter = render(await asyncio.to_thread(self.reminder, change_id, change, days_before))
        outgoing = [
            Outgoing(
                message_id=message_id(change_id, about, days_before, self.settings.mail_domain),
                letter_id=about,
                party_id=office.party_id,
                name=office.name or "",
                email=office.email,
                subject=letter.subject,
                text=letter.text,
            )
            for office in self.office()
            for about in (derived_id("reminder", change_id, office.party_id, change.latest),)
        ]
        server = MailServer.at(self.settings.smtp_url.get_secret_value())
        sender = self.sender_of(self.programme(change))
        receipts = await send(outgoing, sender, server, self.pool, self.clock)
        if waiting := [each.answer for each in receipts if each.outcome == "deferred"]:
            raise NotSent(waiting[0])

    def outgoing(self, change_id: UUID, letter_ids: Sequence[UUID]) -> list[Outgoing]:
        """These letters, each with its address."""
        letters, _ = self.written(change_id, letter_ids)
        return letters

    def written(self, change_id: UUID, letter_ids: Sequence[UUID]) -> tuple[list[Outgoing], From]:
        """These letters, each with its address, and in whose name they go.

        One that cannot be put into words comes with what is wrong, and is refused.
        """
        case = self.case(change_id, letter_ids, self.links)
        return [self.addressed(case, each) for each in letter_ids], self.sender_of(case.programme)

    def addressed(self, case: Case, letter_id: UUID) -> Outgoing:
        letter = case.change.letters[letter_id]
        recipient = case.change.recipients[letter.contract_id]
        party = case.parties.get(str(recipient.provider_id))
        wrong = None
        try:
            words = self.worded(case, letter_id)
        except Refused as refused:
            words, wrong = Letter("", ""), refused.sentence.template
        return Outgoing(
            message_id=self.message_id(case, letter_id),
            letter_id=letter_id,
            party_id=str(recipient.provider_id),
            name=(party and party.name) or recipient.contract_number,
            email=party.email if party else None,
            subject=words.subject,
            text=words.text,
            paper=words.paper,
            wrong=wrong,
        )

    def letter(self, change_id: UUID, letter_id: UUID) -> Letter:
        """One letter as it reads, or as it read when it went out; its link only pointed at.

        Raises `KeyError` if the change has no such letter, `Refused` if it has no words.
        """
        if (sent := self.sent(change_id, letter_id)) is not None:
            return sent
        case = self.case(change_id, [letter_id], None)
        return self.kept(self.message_id(case, letter_id)) or self.worded(case, letter_id)

    def sent(self, change_id: UUID, letter_id: UUID) -> Letter | None:
        """The words that the register says went out; a change of thousands is not read for it."""
        row = tables.get(self.pool, LETTERS, letter_id)
        if row is None or row.change_id != change_id or row.state != "sent" or not row.message_id:
            return None
        return self.kept(row.message_id)

    def kept(self, message: str) -> Letter | None:
        """The words of a message as the journal has them; none once they were erased."""
        entry = journal.known(self.pool, [message]).get(message)
        if entry is None or entry.subject is None or entry.body is None:
            return None
        return Letter(
            subject=entry.subject,
            text=self.links.hidden(entry.body),
            paper=entry.paper and self.links.hidden(entry.paper),
        )

    def tried(self, change_id: UUID, letter_id: UUID, text: Words) -> Letter:
        """A letter of a change as it would read in words that are still being written."""
        return render(self.case(change_id, [letter_id], None).data(letter_id), text)

    def worded(self, case: Case, letter_id: UUID) -> Letter:
        """The letter in the words that its draft froze; others in those of when it was ordered.

        Raises `Refused` if its template is not there, or asks for what the letter does not have.
        """
        data = case.data(letter_id)
        kind, programme_id = kind_of(data), case.programme.programme_id
        try:
            if isinstance(data, LetterData):
                return render(data, self.wording.of_draft(programme_id, case.change.template, kind))
            return render(data, self.wording.at(programme_id, kind, case.moment(letter_id)))
        except (TemplateError, NoVersion) as error:
            raise Refused(
                "no_words",
                "the template of this letter asks for something that the letter does not have, or "
                "is not there; mend the template, lay the letters out anew, and send it again",
            ) from error

    def message_id(self, case: Case, letter_id: UUID) -> str:
        edition = case.change.letters[letter_id].edition
        return message_id(case.change_id, letter_id, edition, self.settings.mail_domain)

    def case(self, change_id: UUID, letter_ids: Sequence[UUID], links: Links | None) -> Case:
        """The change, and what surrounds these letters of it. Raises `KeyError` for another's."""
        change = self.change(change_id)
        first_word = all(change.letters[each].kind == "announcement" for each in letter_ids)
        programme = self.programme(change)
        contract_ids = [change.letters[each].contract_id for each in letter_ids]
        providers = {str(change.recipients[each].provider_id) for each in contract_ids}
        sender = self.organisation(programme)
        with self.pool.connection() as connection:
            return Case(
                change_id=change_id,
                change=change,
                told=Told.by(() if first_word else self.log.read(change_id)),
                programme=programme,
                sender=sender,
                now=self.clock(),
                contracts=tables.get_all(connection, CONTRACTS, contract_ids),
                parties=address_book.many(connection, providers),
                said=reaction_words.many(connection, spoken(change)),
                links=links,
                address_of_links=self.links.without_token(),
            )

    def reminder(self, change_id: UUID, change: Change, days_before: int) -> ReminderData:
        assert change.proposal is not None
        today = local_day(self.clock())
        return ReminderData(
            title=change.proposal.title,
            segment=title_of(self.programme(change), change.proposal.segment),
            effective=change.effective,
            latest=change.latest,
            days_left=max((change.latest - today).days, 0) if days_before else 0,
            letters=len(change.recipients),
            task=task_of(change),
            link=f"{self.settings.base_url}/wijzigingen/{change_id}",
        )

    def office(self) -> list[address_book.Party]:
        """Whom reminders go to."""
        with self.pool.connection() as connection:
            return [each for each in address_book.of_kind(connection, "office") if each.email]

    def organisation(self, programme: ProgrammeRow) -> Sender:
        taking_part = sorted(
            each.name for each in programme.municipalities if each.participation == "full"
        )
        return Sender(
            organisation=programme.executive or programme.region,
            on_behalf_of="de gemeenten " + format_list(taking_part, locale="nl"),
            reply_to=self.reply_to(),
        )

    def sender_of(self, programme: ProgrammeRow) -> From:
        return From(
            name=programme.executive or programme.region,
            email=self.settings.mail_from,
            reply_to=self.reply_to(),
        )

    def reply_to(self) -> str:
        return next((each.email for each in self.office() if each.email), self.settings.mail_from)

    def change(self, change_id: UUID) -> Change:
        """The change as it stands; its long stream is read once, and then gone on from."""
        change: Change = self.log.state("change", change_id)
        return change

    def programme(self, change: Change) -> ProgrammeRow:
        assert change.proposal is not None
        row = tables.get(self.pool, PROGRAMMES, change.proposal.programme_id)
        assert row is not None
        return row


def running_on(clock: Clock) -> Clock:
    """A clock that is asked once and runs on with real time: a practice clock reads the log."""
    ahead = clock() - real()
    return lambda: real() + ahead


def spoken(change: Change) -> list[reaction_words.Key]:
    """Under which reaction and digest the words stand that replies speak of."""
    keys = [(each, handled.digest) for each, handled in change.handled.items() if handled.digest]
    return keys + [(each, change.reactions[each].digest) for each, _ in keys]


def task_of(change: Change) -> Task:
    """What the office has to do next before letters can go out."""
    if change.adopted is None:
        return "adopt"
    if not change.recipients:
        return "draft"
    return "announce" if change.approved else "approve"
