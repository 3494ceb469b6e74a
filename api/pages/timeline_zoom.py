"""The ways from one stretch of a timeline to another, each with an address of its own."""

from dataclasses import dataclass
from datetime import date

from fastapi import Request

from api.pages import timeline_view
from api.pages.timeline_view import SCALES, Asked, address_of, asked_of
from domain.dates import Window

FILTERS = frozenset({"segment", "soort", "status", "beeld", "basis"})
"""What an address says beside its stretch of time; all else in it is passing, or not ours."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page with its filters, and all the time that it can show."""

    path: str
    query: tuple[tuple[str, str], ...]
    whole: timeline_view.View

    def to(self, view: timeline_view.View | None) -> str:
        """The address of this page with another stretch of time; none is all of it."""
        return address_of(self.path, self.query, None if view == self.whole else view)

    def around(self, view: timeline_view.View, window: Window) -> str:
        """The address with as long a stretch that has the window in the middle of it."""
        return self.to(timeline_view.around(view, window))


@dataclass(frozen=True, slots=True)
class Zoom:
    """Addresses of this page with less, more, other and all time; `scale` is the one shown."""

    asked: Asked
    place: Place
    closer: str
    wider: str
    earlier: str
    later: str
    whole: str
    scales: tuple[tuple[str, str], ...]
    scale: str | None


def zoom_of(request: Request, path: str, whole: timeline_view.View, today: date) -> Zoom:
    """What the address asks to see, and where to go from there on this page."""
    asked = asked_of(request.query_params, whole, today)
    given = request.query_params.multi_items()
    kept = tuple((name, value) for name, value in given if name in FILTERS and value)
    view, place = asked.view, Place(path, kept, whole)
    scales = {name: _named(name, asked, today) for name in SCALES}
    return Zoom(
        asked=asked,
        place=place,
        closer=place.to(timeline_view.closer(view)),
        wider=place.to(timeline_view.wider(view, whole)),
        earlier=place.to(timeline_view.earlier(view)),
        later=place.to(timeline_view.later(view)),
        whole=place.to(None),
        scales=tuple((name, place.to(each)) for name, each in scales.items()),
        scale=next((name for name, each in scales.items() if each == view != whole), None),
    )


def _named(name: str, asked: Asked, today: date) -> timeline_view.View:
    """A stretch of that length around today, or from where the view begins if that is not in it."""
    anchored = asked.all or asked.view.holds(today)
    given = {} if anchored else {"van": asked.view.first.isoformat()}
    return asked_of({"schaal": name, **given}, asked.whole, today).view
