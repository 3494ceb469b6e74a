"""The ways from one stretch of a timeline to another, each with an address of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fastapi import Request

from api.pages import timeline_view
from api.pages.timeline_view import SCALES, Asked, address_of, asked_of
from domain.dates import Window


@dataclass(frozen=True, slots=True)
class Zoom:
    """Addresses of this page with less, more, other and all time; `scale` is the one shown."""

    asked: Asked
    closer: str
    wider: str
    earlier: str
    later: str
    whole: str
    scales: tuple[tuple[str, str], ...]
    scale: str | None
    to: Callable[[Window], str]


def zoom_of(request: Request, path: str, whole: timeline_view.View, today: date) -> Zoom:
    """What the address asks to see, and where to go from there on this page."""
    asked = asked_of(request.query_params, whole, today)
    view = asked.view
    query = request.query_params.multi_items()

    def to(other: timeline_view.View | None) -> str:
        return address_of(path, query, None if other == whole else other)

    scales = {name: _named(name, asked, today) for name in SCALES}
    return Zoom(
        asked=asked,
        closer=to(timeline_view.closer(view)),
        wider=to(timeline_view.wider(view, whole)),
        earlier=to(timeline_view.earlier(view)),
        later=to(timeline_view.later(view)),
        whole=to(None),
        scales=tuple((name, to(each)) for name, each in scales.items()),
        scale=next((name for name, each in scales.items() if each == view != whole), None),
        to=lambda window: to(timeline_view.around(view, window)),
    )


def _named(name: str, asked: Asked, today: date) -> timeline_view.View:
    """A stretch of that length around today, or from where the view begins if that is not in it."""
    anchored = asked.all or asked.view.holds(today)
    given = {} if anchored else {"van": asked.view.first.isoformat()}
    return asked_of({"schaal": name, **given}, asked.whole, today).view
