"""May this change be made? The guided test per regime (CC-06, CC-07). It advises; people decide.

Open house: S3 §3.2 asks that a change is reasonable and fair and keeps to the principles of good
administration. Tendered: a change needs a new procedure (art. 2.163a Aanbestedingswet 2012) unless
one of the grounds of art. 2.163b to g carries it; c to f are tried first, then b, and g last.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from domain.change.assessment import Answered, Assessment, Regime
from domain.change.grounds import OPEN_HOUSE, REAL_PRICE, TENDERED, Answer, Ground, Question
from domain.change.parts import ChangeKind
from domain.dates import Step, step

RULES = "regime-nl/1"
SOCIAL_THRESHOLD = Decimal(750_000)
"""Euros without VAT, for social and other specific services (art. 2.163b with 2.6a)."""
SMALL_SHARE = Decimal("0.10")
LARGE_SHARE = Decimal("0.50")
REAL_PRICE_SINCE = date(2024, 7, 1)
"""Besluit Jeugdwet art. 2.3 (Stb. 2024, 69)."""

Verdict = Literal["allowed", "not_allowed", "open"]


@dataclass(frozen=True, slots=True)
class Amounts:
    """Euros without VAT: this change, the contract at the start, and small changes made before."""

    value: Decimal | None = None
    original: Decimal | None = None
    earlier: Decimal = Decimal(0)
    threshold: Decimal = SOCIAL_THRESHOLD

    @property
    def running_total(self) -> Decimal | None:
        """This change with the small ones before it: successive small changes add up."""
        return None if self.value is None else self.earlier + self.value


@dataclass(frozen=True, slots=True)
class Case:
    """A change as it is put to the test. `effective` decides which law was in force."""

    regime: Regime
    effective: date
    kinds: tuple[ChangeKind, ...] = ()
    answers: Mapping[str, Answered] = field(default_factory=dict)
    amounts: Amounts = Amounts()

    def answer(self, question: Question) -> Answer | None:
        """None while the question was not answered."""
        given = self.answers.get(question.key)
        return given.answer if given else None


@dataclass(frozen=True, slots=True)
class Advice:
    """What the rules make of the answers. `ask` is the next question that can change it."""

    verdict: Verdict
    steps: tuple[Step, ...]
    ground: str | None = None
    publish: bool = False
    ask: Question | None = None


def questions(case: Case) -> tuple[Question, ...]:
    """What may be asked of this change, in the order of asking."""
    if case.regime == "tendered":
        return tuple(each for ground in TENDERED for each in ground.conditions)
    prices = {"tariffs", "financing"} & set(case.kinds) and case.effective >= REAL_PRICE_SINCE
    return (*OPEN_HOUSE, REAL_PRICE) if prices else OPEN_HOUSE


def advise(case: Case) -> Advice:
    """Say what the answers so far come to, why, and what to ask next."""
    return _of_open_house(case) if case.regime == "open_house" else _of_tendered(case)


def assessed(case: Case) -> Assessment:
    """The test as it is kept: answers, amounts, verdict. `rules` says by which version."""
    advice = advise(case)
    total = case.amounts.running_total
    asked = questions(case)
    return Assessment(
        regime=case.regime,
        rules=RULES,
        answers=tuple(case.answers[each.key] for each in asked if each.key in case.answers),
        ground=advice.ground,
        principles=tuple(each.upholds.template for each in asked if case.regime == "open_house"),
        value=None if case.amounts.value is None else str(case.amounts.value),
        running_total=None if total is None else str(total),
        verdict=advice.verdict,
        publish=advice.publish,
    )


def small_changes(assessments: Iterable[Assessment]) -> Decimal:
    """Euros of what was changed before as a small change; each adds to the next (art. 2.163b)."""
    carried = (each.value for each in assessments if each.ground == "2.163b")
    return sum((Decimal(value) for value in carried if value), Decimal(0))


def _of_open_house(case: Case) -> Advice:
    asked = questions(case)
    failing = [each for each in asked if case.answer(each) == "no"]
    if OPEN_HOUSE[0] in failing:
        public = step(
            "Choosing among providers makes it a public contract: test the change as tendered."
        )
        return Advice("not_allowed", (public,))
    if failing:
        against = tuple(
            step("It goes against: %(principle)s.", principle=each.upholds) for each in failing
        )
        return Advice("not_allowed", (*against, step("Mend the change, or do not make it.")))
    unsaid = next((each for each in asked if case.answer(each) is None), None)
    if unsaid or any(case.answer(each) == "unknown" for each in asked):
        return Advice("open", (), ask=unsaid)
    fair = step("It is reasonable and fair and keeps to the principles of good administration.")
    return Advice("allowed", (fair,), publish=bool({"suitability", "entry"} & set(case.kinds)))


def _of_tendered(case: Case) -> Advice:
    steps: tuple[Step, ...] = ()
    undecided = False
    for ground in TENDERED:
        unsaid = _unsaid(ground, case)
        if unsaid is not None:
            return Advice("open", steps, ask=unsaid)
        answer, reasons = _weighed(ground, case)
        steps = (*steps, *reasons)
        if answer == "yes":
            return Advice("allowed", steps, ground.article, ground.publish)
        undecided = undecided or answer == "unknown"
    if undecided:
        return Advice("open", steps)
    needed = step("No ground of art. 2.163b to g carries it: a new procedure is needed (2.163a).")
    return Advice("not_allowed", (*steps, needed))


def _unsaid(ground: Ground, case: Case) -> Question | None:
    """The question of the ground to ask next. It falls with its first *no*; then none is left."""
    for question in ground.conditions:
        if case.answer(question) in (None, "no"):
            return question if case.answer(question) is None else None
    return None


def _weighed(ground: Ground, case: Case) -> tuple[Answer, tuple[Step, ...]]:
    """Whether the ground carries the change, and why."""
    answers = [case.answer(question) for question in ground.conditions]
    if "no" in answers:
        place = step("Article %(article)s does not carry it.", article=ground.article)
        return "no", (place,)
    within, limits = _within(ground, case.amounts)
    if within == "no":
        return "no", limits
    if "unknown" in (*answers, within):
        place = step("Article %(article)s may carry it; not all is known.", article=ground.article)
        return "unknown", (*limits, place)
    return "yes", (*limits, step("Article %(article)s carries the change.", article=ground.article))


def _within(ground: Ground, amounts: Amounts) -> tuple[Answer, tuple[Step, ...]]:
    """The limits that are computed instead of asked."""
    value, original, total = amounts.value, amounts.original, amounts.running_total
    if ground.most is None:
        return "yes", ()
    if value is None or original is None or total is None:
        missing = step(
            "Article %(article)s needs the value of the change and of the contract, in euros.",
            article=ground.article,
        )
        return "unknown", (missing,)
    if ground.most == "half":
        limit = original * LARGE_SHARE
        half = step(
            "Article %(article)s: %(value)s euros, of %(limit)s at most (half of the contract).",
            article=ground.article,
            value=value,
            limit=limit,
        )
        return "yes" if value <= limit else "no", (half,)
    limit = original * SMALL_SHARE
    small = step(
        "Article %(article)s: with earlier small changes %(total)s euros; that must be less than "
        "%(limit)s (a tenth of the contract) and less than the threshold of %(threshold)s.",
        article=ground.article,
        total=total,
        limit=limit,
        threshold=amounts.threshold,
    )
    return "yes" if total < min(amounts.threshold, limit) else "no", (small,)
