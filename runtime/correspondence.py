"""Writes the letters of a change out of what is known, and has them sent."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from uuid import UUID

from babel.lists import format_list
from psycopg_pool import ConnectionPool

from domain.base import derived_id
from domain.change.parts import Receipt, Recipient
from domain.change.state import Change, evolve
from domain.dates import local_day
from domain.notice import NoticeClause, latest_announcement
from eventstore.log import EventLog
from projections import address_book, tables
from projections.contracts import CONTRACTS
from projections.language import say
from projections.programmes import PROGRAMMES, ProgrammeRow
from runtime.clock import Clock, real
from runtime.settings import Settings
from workflows.letter import Head, Letter, LetterData, ReminderData, Sender, Task, Term, render
from workflows.mail_line import MailServer
from workflows.message import From, Outgoing, message_id
from workflows.post import send


class NotSent(Exception):  # noqa: N818 (says what is the case)
    """The mail server did not take a message now; it is to be tried again."""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What it takes to write and send: the log, the read models and the address book."""

    log: EventLog
    pool: ConnectionPool
    settings: Settings
    clock: Clock

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
        """These letters, each with its address, and in whose name they go."""
        change = self.change(change_id)
        programme = self.programme(change)
        wanted = set(letter_ids)
        recipients = [each for each in change.recipients.values() if each.letter_id in wanted]
        with self.pool.connection() as connection:
            parties = address_book.many(connection, (str(each.provider_id) for each in recipients))
        letters = self.letters(change, programme, recipients, parties)
        outgoing = []
        for recipient, letter in zip(recipients, letters, strict=True):
            party = parties.get(str(recipient.provider_id))
            edition = change.letters[recipient.letter_id].edition
            outgoing.append(
                Outgoing(
                    message_id=message_id(
                        change_id, recipient.letter_id, edition, self.settings.mail_domain
                    ),
                    letter_id=recipient.letter_id,
                    party_id=str(recipient.provider_id),
                    name=(party and party.name) or recipient.contract_number,
                    email=party.email if party else None,
                    subject=letter.subject,
                    text=letter.text,
                )
            )
        return outgoing, self.sender_of(programme)

    def letter(self, change_id: UUID, letter_id: UUID) -> Letter:
        """One letter as it reads. Raises `KeyError` if the change has no such letter."""
        change = self.change(change_id)
        recipient = change.recipients[change.letters[letter_id].contract_id]
        with self.pool.connection() as connection:
            parties = address_book.many(connection, [str(recipient.provider_id)])
        [letter] = self.letters(change, self.programme(change), [recipient], parties)
        return letter

    def letters(
        self,
        change: Change,
        programme: ProgrammeRow,
        recipients: Sequence[Recipient],
        parties: dict[str, address_book.Party],
    ) -> list[Letter]:
        organisation = self.organisation(programme)
        contracts = tables.get_all(self.pool, CONTRACTS, [each.contract_id for each in recipients])
        day_before = change.effective - timedelta(days=1)
        return [
            render(
                self.announcement(
                    change,
                    programme,
                    organisation,
                    recipient,
                    parties.get(str(recipient.provider_id)),
                    contracts[str(recipient.contract_id)].terms_on(day_before),
                )
            )
            for recipient in recipients
        ]

    def announcement(
        self,
        change: Change,
        programme: ProgrammeRow,
        organisation: Sender,
        recipient: Recipient,
        party: address_book.Party | None,
        terms_before: dict[str, str],
    ) -> LetterData:
        assert change.proposal is not None
        clause = named(recipient.clause, programme)
        computed = latest_announcement(change.effective, clause)
        head = Head(
            sender=organisation,
            addressee=(party and party.name) or "",
            contract_number=recipient.contract_number,
            segment=title_of(programme, change.proposal.segment),
            title=change.proposal.title,
            effective=change.effective,
            dated=self.dated(change),
            reference=str(recipient.letter_id)[:8].upper(),
        )
        return LetterData(
            head=head,
            description=change.proposal.description,
            terms=tuple(
                Term(name, after, terms_before.get(name))
                for name, after in change.proposal.terms.items()
            ),
            clause=clause,
            latest=computed.value,
            steps=tuple(say(sentence, "nl") for sentence in computed.sentences),
            adoption=change.adopted.adoption if change.adopted else None,
            override=change.overrides.get(recipient.contract_id),
        )

    def dated(self, change: Change) -> date:
        """The day the letters were ordered for; a draft bears the day on which it is looked at."""
        return local_day(change.send_at or self.clock())

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
        return reduce(evolve, self.log.read(change_id), Change())  # type: ignore[arg-type]

    def programme(self, change: Change) -> ProgrammeRow:
        assert change.proposal is not None
        row = tables.get(self.pool, PROGRAMMES, change.proposal.programme_id)
        assert row is not None
        return row


def running_on(clock: Clock) -> Clock:
    """A clock that is asked once and runs on with real time: a practice clock reads the log."""
    ahead = clock() - real()
    return lambda: real() + ahead


def named(clause: NoticeClause, programme: ProgrammeRow) -> NoticeClause:
    """The clause with its document's title in place of our code for it."""
    title = programme.title_of(clause.source.document)
    source = clause.source.model_copy(update={"document": title})
    return clause.model_copy(update={"source": source})


def title_of(programme: ProgrammeRow, segment_id: str) -> str:
    """A segment's title as the documents have it."""
    titles = {each.segment_id: each.title for each in programme.segments}
    return titles.get(segment_id, segment_id)


def task_of(change: Change) -> Task:
    """What the office has to do next before letters can go out."""
    if change.adopted is None:
        return "adopt"
    if not change.recipients:
        return "draft"
    return "announce" if change.approved else "approve"
