"""What each letter of a change has to say, out of the change and what surrounds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from babel.lists import format_list

from api.brief_links import Links
from domain.base import Event
from domain.change import events
from domain.change.letters import reply_letter
from domain.change.standing import Change
from domain.dates import local_day, start_of_day
from domain.notice import NoticeClause, latest_announcement
from projections import reaction_words
from projections.address_book import Party
from projections.contracts import ContractRow
from projections.language import say
from projections.programmes import ProgrammeRow
from workflows.letter import (
    Data,
    Head,
    LetterData,
    Mandate,
    Preparation,
    Replaced,
    ReplyData,
    Sender,
    Term,
    WithdrawalData,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What only the events of a change say: when each letter last went out, and why it is undone.

    `withdrawn` has the reason by the letter that tells of it.
    """

    sent: Mapping[UUID, date]
    withdrawn: Mapping[UUID, str]

    @classmethod
    def by(cls, history: Sequence[Event]) -> "Told":
        sent, withdrawn = {}, {}
        for event in history:
            if isinstance(event, events.LetterSent):
                sent[event.letter_id] = event.announced_on
            elif isinstance(event, events.WithdrawalOrdered):
                withdrawn.update({each.letter_id: event.reason for each in event.letters})
        return cls(sent, withdrawn)


@dataclass(frozen=True, slots=True)
class Case:
    """A change and all that its letters speak of. `links` none means that they are looked at only.

    `said` are the words of reactions and their answers, by reaction and digest.
    """

    change_id: UUID
    change: Change
    told: Told
    programme: ProgrammeRow
    sender: Sender
    now: datetime
    contracts: Mapping[str, ContractRow] = field(default_factory=dict)
    parties: Mapping[str, Party] = field(default_factory=dict)
    said: Mapping[reaction_words.Key, str] = field(default_factory=dict)
    links: Links | None = None
    address_of_links: str = ""

    def data(self, letter_id: UUID) -> Data:
        """All that this letter says. Raises `KeyError` if the change has no such letter."""
        match self.change.letters[letter_id].kind:
            case "withdrawal":
                return self.withdrawal(letter_id)
            case "reply":
                return self.reply(letter_id)
            case _:
                return self.announcement(letter_id)

    def moment(self, letter_id: UUID) -> datetime:
        """When the letter was ordered for; a draft, the moment at which it is looked at."""
        letter = self.change.letters[letter_id]
        ordered = self.change.send_at if letter.announces else self.change.due_at(letter_id)
        moment = ordered or self.now
        joined = self.change.recipients[letter.contract_id].joined_on
        if letter.announces and joined is not None and joined > local_day(moment):
            return start_of_day(joined)
        return moment

    def announcement(self, letter_id: UUID) -> LetterData:
        change = self.change
        assert change.proposal is not None
        letter = change.letters[letter_id]
        recipient = change.recipients[letter.contract_id]
        clause = named(recipient.clause, self.programme)
        computed = latest_announcement(change.effective, clause)
        head = self.head(letter_id)
        before = self.contracts[str(letter.contract_id)].terms_on(
            change.effective - timedelta(days=1)
        )
        mended = change.replaced if letter.kind == "rectification" else None
        new_clause = change.proposal.new_clause
        return LetterData(
            head=head,
            description=change.description,
            terms=tuple(
                Term(name, after, before.get(name))
                for name, after in change.terms_for(letter.contract_id).items()
            ),
            clause=clause,
            latest=computed.value,
            steps=tuple(say(sentence, "nl") for sentence in computed.sentences),
            adoption=change.adopted.adoption if change.adopted else None,
            override=change.overrides.get(letter.contract_id),
            reservation=change.proposal.reservation if change.reserved else None,
            mandate=mandated(change),
            ruling=change.ruling if change.needs_no_notice else None,
            new_clause=named(new_clause, self.programme) if new_clause else None,
            preparation=preparation(head.dated, change.effective),
            reactions_until=change.reactions_until,
            acknowledge_link=self.link(letter_id),
            replaced=self.replaced(letter_id, mended) if mended else None,
        )

    def withdrawal(self, letter_id: UUID) -> WithdrawalData:
        change = self.change
        recipient = change.recipients[change.letters[letter_id].contract_id]
        order = next(each for each in change.withdrawals if letter_id in each.letter_ids)
        return WithdrawalData(
            head=self.head(letter_id),
            announced_on=self.told.sent.get(recipient.letter_id),
            reason=self.told.withdrawn[letter_id],
            narrowed=not order.given_up.whole,
            acknowledge_link=self.link(letter_id),
        )

    def reply(self, letter_id: UUID) -> ReplyData:
        reaction_id = next(key for key in self.change.handled if reply_letter(key) == letter_id)
        reaction, handled = self.change.reactions[reaction_id], self.change.handled[reaction_id]
        return ReplyData(
            head=self.head(letter_id),
            received_on=reaction.received_on,
            nature=reaction.nature,
            handled=handled.handling,
            answer=self.said.get((reaction_id, handled.digest or ""), ""),
            reaction=self.said.get((reaction_id, reaction.digest)),
        )

    def replaced(self, letter_id: UUID, mended: events.AnnouncementReplaced) -> Replaced:
        return Replaced(
            announced_on=self.told.sent.get(letter_id),
            reason=mended.reason,
            decided_by=mended.decided_by,
            keeps_day=mended.nature == "writing_error",
        )

    def head(self, letter_id: UUID) -> Head:
        change = self.change
        assert change.proposal is not None
        contract_id = change.letters[letter_id].contract_id
        recipient = change.recipients[contract_id]
        party = self.parties.get(str(recipient.provider_id))
        return Head(
            sender=self.sender,
            addressee=(party and party.name) or "",
            contract_number=recipient.contract_number,
            segment=title_of(self.programme, change.segment_of(contract_id)),
            title=change.proposal.title,
            effective=change.effective,
            dated=local_day(self.moment(letter_id)),
            reference=str(letter_id)[:8].upper(),
        )

    def link(self, letter_id: UUID) -> str | None:
        """The address with which the provider says that it has the letter (AN-07)."""
        if self.links is None:
            return self.address_of_links or None
        edition = self.change.letters[letter_id].edition
        return self.links.to(self.change_id, letter_id, edition, self.moment(letter_id))


def mandated(change: Change) -> Mandate | None:
    """Who announces, for whom and by which power, as letters say it (AN-12)."""
    if change.mandate is None:
        return None
    on_behalf_of = format_list(list(change.mandate.on_behalf_of), locale="nl")
    return Mandate(change.mandate.announced_by, on_behalf_of or None, change.mandate.power)


def preparation(dated: date, effective: date) -> Preparation | None:
    """What is left to prepare in, if anything is (AN-09)."""
    days = (effective - dated).days
    return Preparation(effective - timedelta(days=1), days) if days > 0 else None


def named(clause: NoticeClause, programme: ProgrammeRow) -> NoticeClause:
    """The clause with its document's title in place of our code for it."""
    title = programme.title_of(clause.source.document)
    source = clause.source.model_copy(update={"document": title})
    return clause.model_copy(update={"source": source})


def title_of(programme: ProgrammeRow, segment_id: str) -> str:
    """A segment's title as the documents have it."""
    titles = {each.segment_id: each.title for each in programme.segments}
    return titles.get(segment_id, segment_id)
