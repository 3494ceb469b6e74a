"""Whether all providers were told the same at the same moment, from the letters alone (AD-16).

The moment is the day, since the law counts in days; the hours are shown. Whoever was told
otherwise or on another day is named with the reason, and so is who was not told at all.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Literal

from domain.change.letters import LetterKind
from projections.changes import ChangeRow
from projections.letters import LetterRow

Reason = Literal["own_terms", "joined", "other_day", "not_sent", "recalled", "other_edition"]
"""Why a letter differs: words of its own, a contract that came under the change later, another
day, not gone out, or a better text where most had the first, or the other way round."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds of most letters. Tariffs that are `indexed` differ by one rule for all."""

    day: date | None
    kind: LetterKind | None
    indexed: bool


@dataclass(frozen=True, slots=True)
class Different:
    """A letter that was not like the others, and the terms that are its own."""

    letter: LetterRow
    reasons: tuple[Reason, ...]
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Treatment:
    """What all were told (its SHA-256), on which day most were, and who differs.

    `alike` letters had the common words on the common day. `first` and `last` are the moments at
    which the mail server took over the first and the last of all that went out.
    """

    digest: str
    letters: int
    alike: int
    day: date | None
    first: datetime | None
    last: datetime | None
    different: tuple[Different, ...]

    @property
    def equal(self) -> bool:
        """Whether everybody was told the same on the same day."""
        return bool(self.letters) and not self.different


def treatment(change: ChangeRow, letters: Iterable[LetterRow]) -> Treatment:
    """How the providers of a change were treated, by its letters that announce it."""
    announcing = [each for each in letters if each.announces]
    days = Counter(each.announced_on for each in announcing if each.announced_on)
    day = min(days, key=lambda each: (-days[each], each), default=None)
    moments = sorted(each.sent_at for each in announcing if each.sent_at)
    usual = Usual(
        day=day,
        kind=Counter(each.kind for each in announcing).most_common(1)[0][0] if announcing else None,
        indexed=change.indexation is not None,
    )
    different = [found for each in announcing if (found := _different(each, usual))]
    return Treatment(
        digest=common_digest(change),
        letters=len(announcing),
        alike=len(announcing) - len(different),
        day=day,
        first=moments[0] if moments else None,
        last=moments[-1] if moments else None,
        different=tuple(different),
    )


def common_digest(change: ChangeRow) -> str:
    """The SHA-256 of what every letter says of the change: what, which terms, from when."""
    common = [
        change.title,
        change.description,
        change.effective.isoformat(),
        dict(change.terms),
        change.indexation.model_dump() if change.indexation else None,
    ]
    return sha256(json.dumps(common, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _different(letter: LetterRow, usual: Usual) -> Different | None:
    own: Sequence[str] = () if usual.indexed else tuple(letter.terms or ())
    day = usual.day
    checks: tuple[tuple[Reason, bool], ...] = (
        ("own_terms", bool(own)),
        ("joined", letter.joined_on is not None),
        ("recalled", letter.state == "recalled"),
        ("not_sent", letter.announced_on is None and letter.state != "recalled"),
        ("other_day", letter.announced_on not in (None, day)),
        ("other_edition", letter.kind != usual.kind),
    )
    reasons = tuple(reason for reason, holds in checks if holds)
    return Different(letter, reasons, tuple(own)) if reasons else None
