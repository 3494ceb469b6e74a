"""May the change be made, and was it published: kept as advice and as fact; a person decides."""

from dataclasses import replace
from typing import assert_never

from domain.base import Refused, made
from domain.change.commands import AssessChange, PublishChange
from domain.change.events import ChangeAssessed, ChangeEvent, ChangePublished
from domain.change.standing import Change
from domain.dates import local_day


def assess(command: AssessChange, change: Change) -> list[ChangeEvent]:
    """Keep the reasoning; the last one counts (CC-06, CC-07)."""
    if change.assessment == command.assessment:
        return []
    return [
        ChangeAssessed(change_id=command.change_id, assessment=command.assessment, **made(command))
    ]


def publish(command: PublishChange, change: Change) -> list[ChangeEvent]:
    """Record where the change was published (CC-29)."""
    if command.publication in change.publications:
        return []
    if command.publication.published_on > local_day(command.at):
        raise Refused(
            "not_yet_done", "%(day)s has not come yet", day=command.publication.published_on
        )
    return [
        ChangePublished(
            change_id=command.change_id, publication=command.publication, **made(command)
        )
    ]


def evolve(change: Change, event: ChangeAssessed | ChangePublished) -> Change:
    """What these facts do to how the change stands."""
    match event:
        case ChangeAssessed():
            return replace(change, assessment=event.assessment)
        case ChangePublished():
            return replace(change, publications=(*change.publications, event.publication))
        case _:
            assert_never(event)
