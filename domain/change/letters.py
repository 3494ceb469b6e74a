"""The letters of a change: what each is for, how far it has come, and how to mend one of many."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, compress, count, islice
from operator import is_not
from typing import Literal
from uuid import UUID

from domain.base import derived_id
from domain.change.parts import Recipient

LetterStatus = Literal["to_send", "queued", "deferred", "sent", "refused"]
LetterKind = Literal["announcement", "withdrawal", "rectification", "reply"]
"""A *rectification* is an announcement to somebody who had an earlier, other one (AN-14)."""

Earlier = Literal["none", "awaited", "known"]

_SHELF = 32


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter; `announced_on` is the day on which its provider counts as told by it.

    `edition` counts its addresses and texts: each goes out under a message id of its own. `told`
    says that the provider had this letter, or an earlier edition of it. `earlier` is *awaited*
    while the attempt to send an edition that was replaced since has not been answered.
    """

    contract_id: UUID
    edition: int = 1
    status: LetterStatus = "to_send"
    announced_on: date | None = None
    kind: LetterKind = "announcement"
    told: bool = False
    earlier: Earlier = "none"
    acknowledged: bool = False

    @property
    def announces(self) -> bool:
        """Whether it tells of the change, be it in a better text."""
        return self.kind in ("announcement", "rectification")

    @property
    def waits(self) -> bool:
        """Whether it has still to be sent, or sent again, by itself."""
        return self.status in ("to_send", "queued", "deferred")

    def replaced(self, *, keeps_its_day: bool) -> "Letter":
        """The next edition, still to be sent. One that is just being sent may yet be answered."""
        day = self.announced_on if keeps_its_day else None
        if self.status == "to_send":
            return replace(self, announced_on=day)
        return replace(
            self,
            edition=self.edition + 1,
            status="to_send",
            announced_on=day,
            kind="rectification" if self.told else self.kind,
            earlier="awaited" if self.status == "queued" else "known",
            acknowledged=False,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Letters(Mapping[UUID, Letter]):
    """The letters of a change, in the order they were laid out.

    They stand on shelves, and `but` copies only the shelf it touches: a change may have thousands
    of letters, and each has events of its own. `mended` is the one that `but` has put there, and
    the shelves that it put it on.
    """

    places: Mapping[UUID, int] = field(default_factory=dict)
    shelves: tuple[tuple[Letter, ...], ...] = ()
    mended: tuple[tuple[tuple[Letter, ...], ...], UUID, Letter] | None = None

    @classmethod
    def by_id(cls, letters: Mapping[UUID, Letter]) -> "Letters":
        """These letters, in this order."""
        laid_out = tuple(letters.values())
        return cls(
            places={letter_id: place for place, letter_id in enumerate(letters)},
            shelves=tuple(laid_out[at : at + _SHELF] for at in range(0, len(laid_out), _SHELF)),
        )

    @classmethod
    def of(cls, recipients: Sequence[Recipient], before: "Letters | None" = None) -> "Letters":
        """One letter a recipient. One laid out before is taken over, with what became of it.

        So are letters of another kind, and those to providers who were told and are no longer
        among the recipients.
        """
        known: Mapping[UUID, Letter] = before or {}
        laid_out = {
            each.letter_id: known.get(each.letter_id) or Letter(each.contract_id)
            for each in recipients
        }
        kept = {
            letter_id: letter
            for letter_id, letter in known.items()
            if letter_id not in laid_out and (letter.told or not letter.announces)
        }
        return cls.by_id({**laid_out, **kept})

    def and_also(self, more: Mapping[UUID, Letter]) -> "Letters":
        """These letters and more, after them."""
        return Letters.by_id({**self, **more})

    def without(self, letter_ids: Iterable[UUID]) -> "Letters":
        """All but these."""
        gone = frozenset(letter_ids)
        return Letters.by_id({key: each for key, each in self.items() if key not in gone})

    def but(self, letter_id: UUID, letter: Letter) -> "Letters":
        """The same letters, but for this one."""
        number, place = divmod(self.places[letter_id], _SHELF)
        shelves = list(self.shelves)
        shelf = list(shelves[number])
        shelf[place] = letter
        shelves[number] = tuple(shelf)
        return Letters(self.places, tuple(shelves), (self.shelves, letter_id, letter))

    def but_each(self, letters: Mapping[UUID, Letter]) -> "Letters":
        """The same letters, but for these."""
        shelves = [*self.shelves]
        by_shelf: dict[int, list[tuple[int, Letter]]] = {}
        for letter_id, letter in letters.items():
            number, place = divmod(self.places[letter_id], _SHELF)
            by_shelf.setdefault(number, []).append((place, letter))
        for number, put in by_shelf.items():
            shelf = list(shelves[number])
            for place, letter in put:
                shelf[place] = letter
            shelves[number] = tuple(shelf)
        return Letters(self.places, tuple(shelves))

    def changed_since(self, before: "Letters") -> Sequence[tuple[UUID, Letter | None]]:
        """The letters that read otherwise than before, or are new; none for one that is gone."""
        if self.mended is not None and self.mended[0] is before.shelves:
            return (self.mended[1:],)
        if self.places is before.places:
            return [*self._moved(before)]
        known = dict(before.pairs())
        news = [(key, each) for key, each in self.pairs() if known.get(key) is not each]
        return [*news, *((key, None) for key in known if key not in self.places)]

    def _moved(self, before: "Letters") -> Iterator[tuple[UUID, Letter]]:
        """Shelf by shelf, for most are the same as before."""
        moved = map(is_not, self.shelves, before.shelves)
        for number in compress(count(), moved):
            keys = islice(self.places, number * _SHELF, None)
            pairs = zip(keys, before.shelves[number], self.shelves[number], strict=False)
            yield from ((key, new) for key, old, new in pairs if old is not new)

    def pairs(self) -> Iterator[tuple[UUID, Letter]]:
        """What `items` gives, without looking each letter up: for walks along all of them."""
        return zip(self.places, chain.from_iterable(self.shelves), strict=True)

    def __getitem__(self, letter_id: UUID) -> Letter:
        number, place = divmod(self.places[letter_id], _SHELF)
        return self.shelves[number][place]

    def __iter__(self) -> Iterator[UUID]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


def reply_letter(reaction_id: UUID) -> UUID:
    """The id of the letter that brings the answer to a reaction (AN-19)."""
    return derived_id("reply", reaction_id)
