"""What can be done about a change now; and where it cannot, why not and what comes first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from api.pages.life import letters_are, too_late
from domain.base import Sentence
from projections.changes import ChangeRow
from projections.language import N_

Why = Sentence | None
"""Why something is not possible; none if it is."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A change, who looks at it (nobody known: none), and the day on which."""

    change: ChangeRow
    person_id: str | None
    today: date

    @property
    def own(self) -> bool:
        """Whether it is a change that whoever looks wrote or laid out (AU-08, four eyes)."""
        wrote = (self.change.proposed_by, self.change.drafted_by)
        mended = self.change.replaced[-1].by if self.change.replaced else None
        return self.person_id is not None and self.person_id in (*wrote, mended)

    @property
    def too_late(self) -> bool:
        """Whether nobody can be told in time any more, and nothing excuses that."""
        return self.change.sent == 0 and too_late(self.change, self.today)


def possible(situation: Situation) -> Mapping[str, Why]:
    """Of every form why it cannot be used now; none where it can."""
    return {form: why(situation) for form, why in _WHY.items()}


_OVER = N_("The change is withdrawn: propose a new one.")
_EVERYWHERE = N_("The change is in force on every contract: propose a new one to undo it.")
_LATE = N_(
    "The last day has passed: postpone the change, or have a shorter notice decided by somebody "
    "who may."
)
_FOUR_EYES = N_(
    "Four eyes: whoever proposed or drafted the change may not record this. Ask a colleague."
)


def _running(it: Situation) -> Why:
    if it.change.status == "withdrawn":
        return Sentence(_OVER)
    return Sentence(_EVERYWHERE) if it.change.status == "in_force" else None


def _tabling(it: Situation) -> Why:
    if it.change.adoption is not None:
        return Sentence("It is adopted already: it was to be discussed before that.")
    return _running(it)


def _adopting(it: Situation) -> Why:
    if it.change.adoption is not None:
        return Sentence("It is adopted already.")
    return _running(it)


def _approving(it: Situation) -> Why:
    change = it.change
    if (over := _running(it)) is not None:
        return over
    if change.adoption is None and not change.reserved:
        return Sentence("Have the change adopted first, by the body that may.")
    if letters_are(change) != "drafted":
        return Sentence("There are no letters to approve now; the system lays them out.")
    if it.too_late:
        return Sentence(_LATE)
    return Sentence(_FOUR_EYES) if it.own else None


def _drafting(it: Situation) -> Why:
    if it.change.announcement in ("ordered", "sending", "sent"):
        return Sentence("The letters were ordered: who gets one is settled.")
    return _running(it)


def _announcing(it: Situation) -> Why:
    change = it.change
    if (over := _running(it)) is not None:
        return over
    if letters_are(change) != "approved":
        return Sentence("Have the letters approved first, by a second person.")
    if change.bars:
        gate = {"gate": change.bars[0].gate}
        return Sentence("Gate “%(gate)s” is closed: it has to be opened first.", gate)
    if change.consents_missing:
        missing = {"municipalities": ", ".join(change.consents_missing)}
        return Sentence("Record the consent of %(municipalities)s first.", missing)
    return Sentence(_LATE) if it.too_late else None


def _recalling(it: Situation) -> Why:
    if it.change.announcement != "ordered":
        return Sentence("No letters are waiting to be sent.")
    return _running(it)


def _replacing(it: Situation) -> Why:
    if it.change.in_force:
        return Sentence("It is in force on some contracts already: propose a new change.")
    return _running(it)


def _lifting(it: Situation) -> Why:
    if it.change.reservation is None:
        return Sentence("It is not under reservation of a decision.")
    if it.change.lifted is not None:
        return Sentence("The reservation is lifted already.")
    return _running(it)


def _excusing(it: Situation) -> Why:
    return _running(it) or (Sentence(_FOUR_EYES) if it.own else None)


def _ruling(it: Situation) -> Why:
    return _replacing(it) or _excusing(it)


def _narrowing(it: Situation) -> Why:
    if it.change.recipients == 1 and len(it.change.whole_scope.segments) == 1:
        return Sentence("One contract is left: withdraw the change instead.")
    return _running(it)


def _pausing(it: Situation) -> Why:
    return Sentence("It is paused already.") if it.change.pause else _running(it)


def _resuming(it: Situation) -> Why:
    return _running(it) if it.change.pause else Sentence("It is not paused.")


def _undoing(it: Situation) -> Why:
    if it.change.undoable is None:
        return Sentence("Nothing was given up that can still be taken back.")
    return None


_WHY: Mapping[str, Callable[[Situation], Why]] = {
    "bespreken": _tabling,
    "vaststellen": _adopting,
    "opstellen": _drafting,
    "goedkeuren": _approving,
    "aankondigen": _announcing,
    "terugnemen": _recalling,
    "uitstellen": _running,
    "afwijken": _excusing,
    "intrekken": _running,
    "inperken": _narrowing,
    "vervangen": _replacing,
    "voorbehoud": _lifting,
    "oordelen": _ruling,
    "mandateren": _running,
    "pauzeren": _pausing,
    "hervatten": _resuming,
    "toch-doorgaan": _undoing,
}
