"""The rules on who takes part and in which segments: leaving (PG-03), splitting (SG-03)."""

from domain.base import Refused, made
from domain.programme.commands import SplitSegment, WithdrawMunicipality
from domain.programme.events import MunicipalityWithdrew, SegmentDefined, SegmentSplit
from domain.programme.state import Programme, is_news, key_of, know_segments


def withdraw(command: WithdrawMunicipality, programme: Programme) -> list[MunicipalityWithdrew]:
    """Let a municipality leave. Refuses one that takes no part in what it is to leave."""
    known = programme.stated.get(f"municipality:{command.name}")
    if known is None:
        raise Refused(
            "unknown_municipality",
            "%(name)s does not take part: nothing to leave",
            name=command.name,
        )
    know_segments(command.segments, programme)
    partly = known["participation"] == "partial" and known["segments"]
    for segment in command.segments if partly else ():
        if segment not in known["segments"]:
            raise Refused(
                "takes_no_part",
                "%(name)s takes no part in %(segment)s: name the segments that it takes part in",
                name=command.name,
                segment=segment,
            )
    left = MunicipalityWithdrew(
        programme_id=command.programme_id,
        name=command.name,
        leaves_on=command.leaves_on,
        segments=command.segments,
        reason=command.reason,
        **made(command),
    )
    return [left] if is_news(left, programme) else []


def split(command: SplitSegment, programme: Programme) -> list[SegmentSplit | SegmentDefined]:
    """Make several segments of one. What was planned for it stays until it is planned anew."""
    know_segments((command.segment_id,), programme)
    divided = SegmentSplit(
        programme_id=command.programme_id,
        segment_id=command.segment_id,
        into=command.into,
        from_day=command.from_day,
        reason=command.reason,
        **made(command),
    )
    if not is_news(divided, programme):
        return []
    if key_of(divided) in programme.stated:
        raise Refused(
            "already_split",
            "%(segment)s was split before: split one of the segments that it became",
            segment=command.segment_id,
        )
    names = [each.segment_id for each in command.into]
    for name in names:
        if names.count(name) > 1 or f"segment:{name}" in programme.stated:
            raise Refused(
                "segment_exists",
                "there is a segment %(segment)s already: give each new one an id of its own",
                segment=name,
            )
    stamp = {"programme_id": command.programme_id, **made(command)}
    return [divided, *(SegmentDefined(**dict(each), **stamp) for each in command.into)]
