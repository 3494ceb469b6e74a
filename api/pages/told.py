"""What one provider was told about one contract, and what it said back: its own and no other's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from api.errors import not_found
from api.pages.names import Names
from api.ports import Ports, Text
from projections import letters, reaction_words, reactions, tables
from projections.changes import CHANGES, ChangeRow
from projections.contracts import CONTRACTS, ContractRow
from projections.letters import LETTERS, LetterRow
from projections.reactions import ReactionRow


@dataclass(frozen=True, slots=True)
class Term:
    """An agreement of the contract that changes: its words now, if there are, and afterwards."""

    name: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Said:
    """A reaction with its words and those of its answer; none where they were erased."""

    row: ReactionRow
    words: str | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One letter to one provider, with what it is about."""

    letter: LetterRow
    change: ChangeRow
    contract: ContractRow
    provider: str
    terms: tuple[Term, ...]
    text: Text
    reactions: tuple[Said, ...]

    @property
    def replaced(self) -> bool:
        """Whether another text took its place, which may not be said before it is sent."""
        return any(each.at >= self.letter.drafted_at for each in self.change.replaced)

    @property
    def off(self) -> bool:
        """Whether the change was given up for this contract."""
        narrowed = self.letter.contract_id in self.change.narrowed_contracts
        return narrowed or self.change.withdrawn_at is not None


def told(ports: Ports, change_id: UUID, letter_id: UUID) -> Told:
    """All that this letter's provider may see. Raises a 404 problem if there is no such letter."""
    with ports.pool.connection() as connection:
        change = tables.get(connection, CHANGES, change_id)
        letter = tables.get(connection, LETTERS, letter_id)
        if change is None or letter is None or letter.change_id != change_id:
            raise not_found()
        contract = tables.get(connection, CONTRACTS, letter.contract_id)
        if contract is None:
            raise not_found()
        said = [
            each
            for each in reactions.of_contracts(connection, [letter.contract_id])
            if each.change_id == change_id
        ]
    try:
        text = ports.letter(change_id, letter_id)
    except KeyError as error:
        raise not_found() from error
    return Told(
        letter=letters.as_of_change(letter, change),
        change=change,
        contract=contract,
        provider=Names(ports)(letter.provider_id),
        terms=tuple(terms(change, letter, contract)),
        text=text,
        reactions=tuple(with_words(ports, said)),
    )


def terms(change: ChangeRow, letter: LetterRow, contract: ContractRow) -> Iterable[Term]:
    """What changes in this contract; its own words where they differ from the others'."""
    before = contract.terms_on(change.effective - timedelta(days=1))
    for name, after in {**change.terms, **(letter.terms or {})}.items():
        yield Term(name, before.get(name), after)


def with_words(ports: Ports, rows: Sequence[ReactionRow]) -> list[Said]:
    """These reactions with what was written and answered."""
    keys = [(row.reaction_id, each) for row in rows for each in (row.digest, row.answer) if each]
    with ports.pool.connection() as connection:
        words = reaction_words.many(connection, keys)
    return [
        Said(
            row,
            words.get((row.reaction_id, row.digest)),
            words.get((row.reaction_id, row.answer)) if row.answer else None,
        )
        for row in rows
    ]
