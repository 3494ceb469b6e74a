"""Draws what moves in a what-if: where it would be, and under that where it is now."""

from collections.abc import Mapping, Sequence
from datetime import date

from api.pages.timeline import Timeline, draw
from api.pages.timeline_shapes import Ghost, Stroke
from api.pages.timeline_view import whole_of
from api.pages.what_if_words import dated
from domain.programme.state import Item
from domain.whatif.outcome import Move


def drawn(moves: Sequence[Move], items: Mapping[str, Item], today: date) -> Timeline | None:
    """All that moves, numbered as in the table; none if nothing that moves has a date.

    The years shown are those of what moves: today is among them only if it lies there.
    """
    windows = [window for each in moves for window in (each.before, each.after)]
    days = [day for each in windows for day in (each.first, each.last) if day]
    if not days:
        return None
    moved = {each.item_id for each in moves}
    strokes = [
        Stroke(
            key=each.item_id,
            number=number,
            title=each.title,
            status=items[each.item_id].status,
            window=each.after,
            words=dated(each.after),
            href=f"#move-{each.item_id}",
            after=tuple(one for one in items[each.item_id].planned.after if one in moved),
            ghosts=(Ghost("", each.before),),
        )
        for number, each in enumerate(moves, 1)
    ]
    return draw(strokes, whole_of(windows, min(days)), today)
