"""The rules on how long contracts run (GO-05, GO-06, GO-13)."""

from domain.base import Refused, made
from domain.dates import local_day
from domain.programme.commands import EndTerm, ExtendTerm
from domain.programme.ends import reach_of_extension
from domain.programme.events import TermEnded, TermExtended
from domain.programme.state import Programme, TermState


def extend(command: ExtendTerm, programme: Programme) -> list[TermExtended]:
    """Let contracts run longer. Refuses an end that is no later, or later than is allowed."""
    known = term_of(command.term_id, programme)
    if known.extended == command.until:
        return []
    if known.ended:
        raise Refused(
            "term_ended",
            "the term “%(title)s” has ended on %(end)s: what has ended is not extended, it is "
            "bought anew",
            title=known.term.title,
            end=known.end.last,
        )
    until, end = command.until.last, known.end.last
    if until is None or (end is not None and until <= end):
        raise Refused(
            "no_extension",
            "the term “%(title)s” ends %(end)s: an extension names a last day after that",
            title=known.term.title,
            end=end or known.end.written,
        )
    reach = reach_of_extension(known.term, known.end)
    if reach is not None and reach.last is not None and until > reach.last:
        raise Refused(
            "beyond_extension",
            "the term “%(title)s” can be extended until %(reach)s and no longer",
            title=known.term.title,
            reach=reach.last,
        )
    return [
        TermExtended(
            programme_id=command.programme_id,
            term_id=command.term_id,
            until=command.until,
            previous=known.end,
            decision=command.decision,
            **made(command),
        )
    ]


def end(command: EndTerm, programme: Programme) -> list[TermEnded]:
    """End a term whose last day has passed. One without a last day never ends by itself."""
    known = term_of(command.term_id, programme)
    last = known.end.last
    if known.ended or last is None or last >= local_day(command.at):
        return []
    return [
        TermEnded(
            programme_id=command.programme_id,
            term_id=command.term_id,
            ended=known.end,
            **made(command),
        )
    ]


def term_of(term_id: str, programme: Programme) -> TermState:
    """The term as it stands. Refuses one that the programme does not state."""
    term = programme.terms.get(term_id)
    if term is None:
        raise Refused("unknown_term", "the programme states no term %(term)s", term=term_id)
    return term
