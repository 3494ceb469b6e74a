"""When the contracts of a term end: as computed, as stated, as extended (GO-05, GO-06, CC-01)."""

from datetime import timedelta

from domain.dates import Explained, Window, add_months, end_of_term, last_day_of_term
from domain.programme.parts import Term


def computed_end(term: Term) -> tuple[Window, tuple[Explained, ...]]:
    """The last day that follows from the start and the length, and how.

    A term that starts "in 2027" has no computed end: no day is read into its source.
    """
    starts, lengths = term.starts, (term.at_least_months, term.at_most_months)
    if starts.precision != "day" or starts.bound not in ("in", "from") or starts.first is None:
        return Window(written=term.written), ()
    least, most = lengths
    ends = end_of_term(starts.first, at_least=least, at_most=most, written=term.written)
    months = dict.fromkeys(each for each in lengths if each is not None)
    return ends, tuple(last_day_of_term(starts.first, 0, each) for each in months)


def end_in_force(term: Term, ends: Window, extended: Window | None) -> Window:
    """The end that holds: an extension's if it is later, else what the source's words allow.

    Where the arithmetic contradicts the source the source holds; a check says that they differ.
    """
    stated = term.ends_stated
    end = ends
    if stated is not None and (ends.last is None or not stated.allows(ends.last)):
        end = ends if stated.precision == "open" else stated
    if extended is None or extended.last is None:
        return end
    return extended if end.last is None or extended.last > end.last else end


def reach_of_extension(term: Term, end: Window) -> Window | None:
    """How far the term may be extended from this end; none if its source does not limit it."""
    if term.extension_until is not None:
        return term.extension_until
    if term.extension_months is None or end.last is None:
        return None
    day = timedelta(days=1)
    last = add_months(end.last + day, term.extension_months) - day
    return Window(edtf=last.isoformat(), bound="at_latest", written=last.isoformat())
