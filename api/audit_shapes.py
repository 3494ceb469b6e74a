"""How the accounts of an auditor look over HTTP; what is open is said in the reader's language."""

from collections.abc import Iterable
from datetime import date
from typing import Literal
from uuid import UUID

from api.shapes import Instant, Reckoned, Shape
from domain.base import Sentence, Source
from projections.audit import four_eyes, legality, mandates, proxies, told_in_time
from projections.language import Language, say
from projections.on_time import Timing


class Warrant(Shape):
    """Something decided: by whom, for whom, by which power; `gaps` is what nobody recorded."""

    what: mandates.What
    body: str | None
    decided_on: date | None
    municipalities: list[str]
    power: str | None
    mandates: list[str]
    reference: str | None
    outcome: str | None
    decision_id: UUID | None
    source: Source | None
    gaps: list[str]


class Act(Shape):
    role: four_eyes.Role
    by: str
    at: Instant
    event_id: UUID


class Check(Shape):
    """An act that asks for another person, and what it is held against."""

    act: Act
    against: Act
    kept: bool


class Eyes(Shape):
    change_id: UUID
    acts: list[Act]
    checks: list[Check]


class Told(Shape):
    """One contract: the last lawful day, the day of its letter, and the event that shows it."""

    contract_id: UUID
    number: str
    latest: Reckoned
    announced_on: date | None
    days_to_spare: int | None
    timing: Timing
    event_id: UUID | None
    gaps: list[str]


class Handed(Shape):
    document_id: UUID
    title: str
    on: date


class Informed(Shape):
    """One council and one moment; `stated` is how the plan says it, `latest` the last day."""

    item_id: str
    title: str
    council: str | None
    municipality: str | None
    stated: str
    latest: Reckoned | None
    told: str | None
    days_to_spare: int | None
    standing: told_in_time.Standing
    event_id: UUID | None
    handed: list[Handed]
    gaps: list[str]


class Paper(Shape):
    """A part of the legality file; `refers` is the procedure or change that it is about."""

    part: legality.Part
    says: str | None
    detail: str | None
    of: Literal["procedure", "change"] | None
    refers: UUID | None
    source: Source | None
    gaps: list[str]


class LegalityFile(Shape):
    contract_id: UUID
    missing: int
    papers: list[Paper]


class Deed(Shape):
    what: proxies.What
    on: date
    about: UUID
    of: Literal["contract", "change"]
    title: str
    power: str | None
    letters: int
    gaps: list[str]


class Account(Shape):
    """What was done for one municipality; none if it is not recorded for whom."""

    municipality: str | None
    deeds: list[Deed]


def warrant(each: mandates.Warrant, language: Language) -> Warrant:
    names = Warrant.model_fields
    own = {name: getattr(each, name) for name in names if name != "gaps"}
    return Warrant.model_validate({**own, "gaps": _said(each.gaps, language)})


def seen(each: four_eyes.Eyes) -> Eyes:
    return Eyes.model_validate(each)


def told(each: told_in_time.Told, language: Language) -> Told:
    return Told(
        contract_id=each.letter.contract_id,
        number=each.letter.contract_number,
        latest=Reckoned.model_validate(each.latest),
        announced_on=each.letter.announced_on,
        days_to_spare=each.days_to_spare,
        timing=each.timing,
        event_id=each.event_id,
        gaps=_said(each.gaps, language),
    )


def informed(each: told_in_time.Informed, language: Language) -> Informed:
    return Informed(
        item_id=each.item.item_id,
        title=each.item.title,
        council=each.council,
        municipality=each.municipality,
        stated=each.stated.written,
        latest=None if each.latest is None else Reckoned.model_validate(each.latest),
        told=None if each.told is None else each.told.written,
        days_to_spare=each.days_to_spare,
        standing=each.standing,
        event_id=each.event_id,
        handed=[Handed.model_validate(paper) for paper in each.handed],
        gaps=_said(each.gaps, language),
    )


def paper(each: legality.Paper, language: Language) -> Paper:
    return Paper(
        part=each.part,
        says=None if each.says is None else say(each.says, language),
        detail=each.detail,
        of=each.of,
        refers=each.refers,
        source=each.source,
        gaps=_said(each.gaps, language),
    )


def account(each: proxies.Account, language: Language) -> Account:
    return Account(
        municipality=each.municipality,
        deeds=[
            Deed(
                what=deed.what,
                on=deed.on,
                about=deed.about,
                of=deed.of,
                title=deed.title,
                power=deed.power,
                letters=deed.letters,
                gaps=_said(deed.gaps, language),
            )
            for deed in each.deeds
        ],
    )


def _said(gaps: Iterable[Sentence], language: Language) -> list[str]:
    return [say(each, language) for each in gaps]
