"""What-ifs in words: what is supposed, why something moves or stands still."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.language import spoken
from api.pages.bodies import bodies_of, outcome_label
from api.pages.names import Names
from api.pages.windows import in_words
from domain.base import Sentence
from domain.dates import Window
from domain.whatif.breaking import Still
from domain.whatif.moving import Cause, becoming
from domain.whatif.supposition import (
    NEVER,
    AnswerAs,
    DecideOn,
    KeepShut,
    MoveItem,
    ShiftBy,
    Supposition,
    WithdrawOn,
    in_text,
)
from domain.whatif.world import Asked
from projections.language import N_, say, translate
from projections.whatif_world import Around


@dataclass(frozen=True, slots=True)
class Words:
    """Finds the names of what a what-if is about; `names` are those of providers."""

    around: Around
    names: Names

    def item(self, item_id: str) -> str:
        item = self.around.world.items.get(item_id)
        return item.planned.title if item else item_id

    def decision(self, key: str) -> str:
        asked = self.around.world.decisions.get(key)
        return asked.question.title if asked else key

    def answerer(self, key: str, answerer: str) -> str:
        """Whose answer it is: a council by its municipality, a body by its name."""
        row = self.around.decisions.get(key)
        found = next((e for e in row.answerers if e.answerer_id == answerer), None) if row else None
        return bodies_of(self.around.programme).of(found) if found else answerer

    def segment(self, segment: str | None) -> str:
        titles = {each.segment_id: each.title for each in self.around.programme.segments}
        return titles.get(segment, segment) if segment else _said(N_("the whole programme"))

    def provider(self, provider_id: object) -> str:
        return self.names(provider_id)

    def when(self, edtf: str) -> str:
        """A time by itself, written as people do."""
        return dated(Window(edtf=edtf, written=edtf))

    def supposed(self, supposition: Supposition) -> str:
        """One supposition as a sentence."""
        match supposition:
            case MoveItem(item=item, edtf=edtf):
                return self._moved(self.item(item), self._window(item), edtf)
            case ShiftBy():
                return self._shifted(supposition)
            case DecideOn(decision=key, edtf=edtf):
                asked = self.around.world.decisions.get(key)
                return self._moved(self.decision(key), asked.window if asked else None, edtf)
            case AnswerAs():
                return self._answered(supposition)
            case KeepShut(gate=gate, edtf=None):
                return _said(N_("The gate “%(gate)s” stays shut."), gate=gate)
            case KeepShut(gate=gate, edtf=edtf):
                until = self.when(edtf or "")
                return _said(
                    N_("The gate “%(gate)s” stays shut until %(until)s."), gate=gate, until=until
                )
            case WithdrawOn(provider_id=provider, day=day):
                return _said(
                    N_("%(provider)s stops: %(day)s is the last day of its contracts."),
                    provider=self.provider(provider),
                    day=day.isoformat(),
                )

    def cause(self, cause: Cause) -> str:
        """Why something moves."""
        match cause.why:
            case "said":
                return _said(N_("You said so"))
            case "shifted":
                return _said(N_("The plan is moved"))
            case "decision":
                return _said(N_("Decided at another time: %(by)s"), by=self.decision(cause.by))
            case "waits":
                return _said(N_("Waits for: %(by)s"), by=self.item(cause.by))
            case "gate":
                return _said(N_("Waits for the gate “%(by)s”"), by=cause.by)

    def held(self, by: Still) -> str:
        """Why something stands still."""
        match by.why:
            case "gate":
                return _said(N_("The gate “%(by)s” is shut"), by=by.by)
            case "decision":
                return _said(N_("Not decided: %(by)s"), by=self.decision(by.by))
            case "waits":
                return _said(N_("Waits for: %(by)s"), by=self.item(by.by))

    def _window(self, item_id: str) -> Window | None:
        item = self.around.world.items.get(item_id)
        return item.window if item else None

    def _moved(self, title: str, window: Window | None, edtf: str) -> str:
        if window is None:
            return _said(N_("“%(title)s”: %(after)s."), title=title, after=self.when(edtf))
        return _said(
            N_("“%(title)s”: %(after)s instead of %(before)s."),
            title=title,
            after=dated(becoming(window, edtf)),
            before=dated(window),
        )

    def _shifted(self, supposition: ShiftBy) -> str:
        count = ngettext("%(num)s month", "%(num)s months", abs(supposition.months))
        template = N_("%(what)s moves on by %(months)s.")
        if supposition.months < 0:
            template = N_("%(what)s moves back by %(months)s.")
        text = _said(template, what=self.segment(supposition.segment), months=count)
        return f"{text[:1].upper()}{text[1:]}"

    def _answered(self, supposition: AnswerAs) -> str:
        values = {
            "who": self.answerer(supposition.decision, supposition.answerer),
            "title": self.decision(supposition.decision),
            "outcome": outcome_label(supposition.outcome),
        }
        if supposition.outcome == NEVER:
            return _said(N_("%(who)s does not answer “%(title)s”."), **values)
        if supposition.edtf is None:
            return _said(N_("%(who)s says “%(outcome)s” to “%(title)s”."), **values)
        return _said(
            N_("%(who)s says “%(outcome)s” to “%(title)s”, %(when)s."),
            **values,
            when=self.when(supposition.edtf),
        )


def keyed(words: Words, suppositions: tuple[Supposition, ...]) -> Mapping[str, str]:
    """Each supposition in words, by its text."""
    return {in_text(each): words.supposed(each) for each in suppositions}


def open_decisions(around: Around) -> list[Asked]:
    """Those about which something can be supposed."""
    return [each for each in around.world.decisions.values() if not each.closed]


def dated(window: Window) -> str:
    """A window by its date: "1 januari" in one source and "2022" in another can be compared."""
    if window.edtf is None:
        return window.written
    return in_words(window.model_copy(update={"written": f"→ {window.edtf}"}))


def ngettext(one: str, several: str, num: int) -> str:
    """So many of something."""
    return translate(spoken()).ngettext(one, several, num) % {"num": num}


def _said(template: str, /, **values: str) -> str:
    return say(Sentence(template, values), spoken())
