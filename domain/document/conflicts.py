"""Who was given a document that is now known to have been secret for them (AU-10)."""

from domain.base import Event
from domain.conflict import Rules, Wrong, unfit
from domain.document.events import DocumentPublished, SecrecyImposed
from domain.document.state import Document, evolve
from domain.document.visibility import may_see


def corrects(event: Event) -> bool:
    """Whether it can make secret what was public on an earlier day."""
    return isinstance(event, SecrecyImposed)


def check(event: Event, document: Document) -> Wrong | None:
    """Why a publication does not fit the secrecy as it is known now."""
    if not isinstance(event, DocumentPublished):
        return None
    day = event.published_on
    for period in document.secrecies:
        kept = [each for each in event.publication.audience if not may_see(each, period.secrecy)]
        if kept and period.holds(day):
            return unfit(
                "published_while_secret",
                "it was given to %(roles)s on %(day)s; “%(part)s” is now known to have been "
                "secret for them that day",
                roles=", ".join(kept),
                day=day,
                part=period.secrecy.section or event.title,
            )
    return None


RULES = Rules(initial=Document(), evolve=evolve, corrects=corrects, check=check)
