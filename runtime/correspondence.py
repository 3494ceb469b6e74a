"""Writes the letters of a change out of what is known, and has them sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from uuid import UUID

from babel.lists import format_list
from psycopg_pool import ConnectionPool

from domain.change.parts import Receipt, Recipient
from domain.change.state import Change, evolve
from domain.dates import local_day
from domain.notice import latest_announcement
from eventstore.log import EventLog
from projections import address_book, tables
from projections.contracts import CONTRACTS
from projections.language import say
from projections.programmes import PROGRAMMES, ProgrammeRow
from runtime.clock import Clock
from runtime.settings import Settings
from workflows.letter import Head, Letter, LetterData, ReminderData, Sender, Task, Term, render
from workflows.mail_line import MailServer
from workflows.message import From, Outgoing, message_id
from workflows.post import send


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
        return await send(
            self.outgoing(change_id, letter_ids),
            self.sender_of(self.programme(self.change(change_id))),
            MailServer.at(self.settings.smtp_url.get_secret_value()),
            self.pool,
            self.clock,
            self.settings.mail_connections,
            lambda _: heartbeat(),
        )

    async def remind(self, change_id: UUID, days_before: int) -> None:
        """Write to the office that a last lawful day comes near. Raises if it cannot be sent."""
        change = self.change(change_id)
        letter = render(self.reminder(change_id, change, days_before))
        outgoing = [
            Outgoing(
                message_id=message_id(change_id, change_id, days_before, self.settings.mail_domain),
                letter_id=change_id,
                party_id=office.party_id,
                name=office.name or "",
                email=office.email,
                subject=letter.subject,
                text=letter.text,
            )
            for office in self.office()
        ]
        server = MailServer.at(self.settings.smtp_url.get_secret_value())
        sender = self.sender_of(self.programme(change))
        await send(outgoing, sender, server, self.pool, self.clock)

    def outgoing(self, change_id: UUID, letter_ids: Sequence[UUID]) -> list[Outgoing]:
        """These letters as they go over the line."""
        change = self.change(change_id)
        wanted = set(letter_ids)
        recipients = [each for each in change.recipients.values() if each.letter_id in wanted]
        with self.pool.connection() as connection:
            parties = address_book.many(connection, (str(each.provider_id) for each in recipients))
        letters = self.letters(change, recipients, parties)
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
        return outgoing

    def letter(self, change_id: UUID, letter_id: UUID) -> Letter:
        """One letter as it reads. Raises `KeyError` if the change has no such letter."""
        change = self.change(change_id)
        recipient = change.recipients[change.letters[letter_id].contract_id]
        with self.pool.connection() as connection:
            parties = address_book.many(connection, [str(recipient.provider_id)])
        [letter] = self.letters(change, [recipient], parties)
        return letter

    def letters(
        self,
        change: Change,
        recipients: Sequence[Recipient],
        parties: dict[str, address_book.Party],
    ) -> list[Letter]:
        programme = self.programme(change)
        contracts = tables.get_all(self.pool, CONTRACTS, [each.contract_id for each in recipients])
        day_before = change.effective - timedelta(days=1)
        return [
            render(
                self.announcement(
                    change,
                    programme,
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
        recipient: Recipient,
        party: address_book.Party | None,
        terms_before: dict[str, str],
    ) -> LetterData:
        assert change.proposal is not None
        computed = latest_announcement(change.effective, recipient.clause)
        head = Head(
            sender=self.organisation(programme),
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
            clause=recipient.clause,
            latest=recipient.latest,
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
