"""What providers say back and what they are answered: the words written down, the fact recorded.

Words go beside the log before an event speaks of them, and are taken away again when the command
is refused: an event without its words could not be handled, words without an event harm nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.ports import Ports
from domain.base import Command, Refused, derived_id
from domain.change.commands import AcknowledgeLetter, HandleReaction, ReceiveReaction
from domain.change.parts import Reaction
from projections import reaction_words

LONGEST = 4000
"""Characters of a reaction or an answer."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a provider wrote about a change of its contract, and when."""

    change_id: UUID
    contract_id: UUID
    provider_id: UUID
    nature: Reaction
    words: str
    received_on: date

    @property
    def reaction_id(self) -> UUID:
        """The same words of the same nature again are the same reaction."""
        digest = reaction_words.digest_of(self.words)
        return derived_id("reaction", self.change_id, self.contract_id, self.nature, digest)


def acknowledge(ports: Ports, letter: tuple[UUID, UUID], edition: int, by: str) -> int:
    """Record that the provider has this edition of a change's letter; however often it says so."""
    change_id, letter_id = letter
    return ports.handle(
        AcknowledgeLetter(
            change_id=change_id,
            letter_id=letter_id,
            edition=edition,
            command_id=derived_id("acknowledge", letter_id, edition),
            at=ports.clock(),
            by=by,
        )
    )


def receive(ports: Ports, said: Said, by: str) -> int:
    """Record a reaction; answers the log position. Raises `Refused`."""

    def build(digest: str) -> Command:
        return ReceiveReaction(
            change_id=said.change_id,
            reaction_id=said.reaction_id,
            contract_id=said.contract_id,
            nature=said.nature,
            received_on=said.received_on,
            digest=digest,
            command_id=derived_id("receive", said.reaction_id),
            at=ports.clock(),
            by=by,
        )

    return _with_words(ports, said.reaction_id, said.provider_id, said.words, build)


def handle(
    ports: Ports,
    command: HandleReaction,
    provider_id: UUID,
    answer: str,
) -> int:
    """Record what was done with a reaction; an answer goes to its provider as a letter."""
    if not answer:
        return ports.handle(command)

    def build(digest: str) -> Command:
        return command.model_copy(update={"digest": digest})

    return _with_words(ports, command.reaction_id, provider_id, answer, build)


def _with_words(
    ports: Ports, reaction_id: UUID, provider_id: UUID, words: str, build: Callable[[str], Command]
) -> int:
    digest = reaction_words.digest_of(words)
    command = build(digest)
    with ports.pool.connection() as connection:
        new = reaction_words.keep(connection, reaction_id, str(provider_id), words)
    try:
        return ports.handle(command)
    except Refused:
        if new:
            with ports.pool.connection() as connection:
                reaction_words.forget(connection, reaction_id, digest)
        raise
