import re
from typing import Any

import pytest

from domain.base import Event
from domain.change.events import ChangeHeldBack, LetterSent, OfficeReminded
from domain.contract.events import ContractAmended, ContractCorrected
from domain.dates import Window
from domain.decision.events import AnswerersReminded, DecisionMissed, DecisionReached
from domain.programme.arrangements import Rule
from domain.programme.events import (
    ArrangementStated,
    MunicipalityEnrolled,
    MunicipalityWithdrew,
    PlanItemPlanned,
    PlanRevised,
    TermExtended,
)
from eventstore.registry import EVENTS
from projections.language import say
from projections.narration import tell
from tests import make
from tests.making import programme

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-", re.IGNORECASE)


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
@pytest.mark.parametrize("mother", [make.a, make.whole])
def test_every_event_has_a_sentence_with_all_its_values_and_no_ids(
    event: type[Event], mother: Any
) -> None:
    sentence = tell(mother(event))
    said = str(sentence)
    assert said.endswith(".")
    assert set(re.findall(r"%\((\w+)\)s", sentence.template)) == set(sentence.values)
    assert not ID.search(said)
    assert make.OFFICER not in said


def test_sentences_are_told_apart_by_what_matters() -> None:
    def said(cls: type[Event], **fields: Any) -> str:
        return str(tell(make.a(cls, **fields)))

    assert said(MunicipalityEnrolled) == "Leiden takes part."
    assert said(MunicipalityEnrolled, participation="partial", segments=("wonen",)) == (
        "Leiden takes part in: wonen."
    )
    assert said(MunicipalityEnrolled, participation="undecided").endswith("on taking part.")
    assert said(PlanItemPlanned, status="reserved").endswith(
        "is planned, under reservation: uiterlijk 1 juli 2021."
    )
    assert said(PlanItemPlanned, status="unknown").endswith("What became of it is not known.")
    assert said(OfficeReminded).endswith("must be announced by 2021-07-01; days before it: 28.")
    assert said(OfficeReminded, days_before=0).startswith("Escalated: today, 2021-07-01,")
    assert "after an attempt without an answer" in said(LetterSent, asked_again=True)
    assert "attempt" not in said(LetterSent, asked_again=False)
    assert said(ChangeHeldBack).endswith("take effect on 2022-01-02 at the earliest.")
    assert said(ContractCorrected) == (
        "An earlier record was corrected in tariff: The board asked for it."
    )


def test_an_amendment_says_how_its_notice_was_kept() -> None:
    def said(**fields: Any) -> str:
        return str(tell(make.a(ContractAmended, effective=make.NEW_YEAR, **fields)))

    assert said(announced_on=make.MONDAY.date()) == (
        "New terms for tariff count from 2022-01-01; they were announced on 2021-05-03, "
        "by 2021-07-01 at the latest."
    )
    assert "by a decision of Regionaal bestuur on 2021-12-01" in said(override=make.OVERRIDE)
    assert said() == "New terms for tariff count from 2022-01-01."


def test_what_becomes_of_a_programme_is_told_apart() -> None:
    def said(cls: type[Event], **fields: Any) -> str:
        return str(tell(make.a(cls, **fields)))

    def arranged(state: str) -> str:
        stated = programme.INSTRUMENT.model_copy(update={"state": state, "text": "Subsidie."})
        return said(ArrangementStated, arrangement=stated)

    assert [arranged(state) for state in ("current", "target", "explored", "undecided")] == [
        "This is how it is arranged: “Subsidie”.",
        "This is how it is to be arranged: “Subsidie”.",
        "This is looked into: “Subsidie”.",
        "This is not decided yet: “Subsidie”.",
    ]
    rule = Rule(arrangement_id="one", about="budget", text="Een plafond", source=make.SOURCE)
    assert said(ArrangementStated, arrangement=rule).startswith("This is stated of the care")
    assert said(MunicipalityWithdrew, segments=()) == "Leiden takes no part from 2023-01-01."
    assert said(MunicipalityWithdrew, segments=("wonen",)).endswith("from 2023-01-01 in: wonen.")
    assert said(PlanRevised, items=("a", "b")).endswith("items planned anew: 2, dropped: 0.")


def test_an_event_outside_the_vocabulary_has_no_sentence() -> None:
    with pytest.raises(TypeError, match="Event has no sentence"):
        tell(make.a(Event))


def test_of_a_decision_only_what_applies_is_said() -> None:
    def said(cls: type[Event], **fields: Any) -> str:
        return say(tell(make.whole(cls, **fields)), "nl")

    agreed = said(DecisionReached, settled_by=None, against=())
    assert agreed == "Besloten: “yes”."
    assert "anders geantwoord" not in said(DecisionReached, against=()).lower()
    assert said(DecisionReached, settled_by=None).endswith("Anders geantwoord: raad-alphen.")
    passed = "De laatste dag om te besluiten is voorbij"
    assert said(DecisionMissed, answerer_ids=(), unnamed=0) == f"{passed}, zonder uitkomst."
    assert said(DecisionMissed, answerer_ids=("raad",), unnamed=0) == (
        f"{passed}. Niet geantwoord: raad."
    )
    assert said(DecisionMissed, answerer_ids=(), unnamed=3).endswith("in de bron: 3.")
    assert said(DecisionMissed, answerer_ids=(), unnamed=None).endswith("is niet bekend.")
    assert said(DecisionMissed, answerer_ids=("raad",), unnamed=3) == (
        f"{passed}. Niet geantwoord: raad; niet met naam genoemd in de bron: 3."
    )
    assert "-" not in said(AnswerersReminded, answerer_ids=())


def test_an_extension_reads_well_with_the_words_of_any_source() -> None:
    until = Window(edtf="2034", written="tot 2034")
    told = say(tell(make.whole(TermExtended, until=until)), "nl")
    assert told.startswith("Contracten zijn verlengd: tot 2034; dat was: ")
