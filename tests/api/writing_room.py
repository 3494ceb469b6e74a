"""A running system that writes real letters: with the words, the paper and the links."""

from dataclasses import replace

from api.ports import Ports, Text
from domain.change.commands import DraftAnnouncement
from domain.change.events import AnnouncementDrafted
from runtime.correspondence import Correspondence
from runtime.settings import Settings
from runtime.stationery import Stationery
from runtime.wording import Wording
from tests import make
from tests.api.house import LINKS, House


def correspondence_of(house: House, url: str) -> Correspondence:
    settings = Settings(database_url=url, practice=True, base_url=LINKS.base_url)
    return Correspondence(
        house.log, house.pool, settings, lambda: house.now, LINKS, Wording(house.log)
    )


def redraft(house: House, template: str) -> None:
    """The letters of the change are laid out anew, with these versions of the templates."""
    laid_out = [
        each for each in house.log.read(make.CHANGE_ID) if isinstance(each, AnnouncementDrafted)
    ]
    command = make.a(DraftAnnouncement, recipients=laid_out[-1].recipients, template=template)
    house.do(command)


def writing(house: House, url: str) -> Ports:
    """The ports of this house, with letters as they really read."""
    correspondence = correspondence_of(house, url)

    def letter(change_id: object, letter_id: object) -> Text:
        found = correspondence.letter(change_id, letter_id)  # type: ignore[arg-type]
        return Text(found.subject, found.text)

    return replace(house.ports(), stationery=Stationery(correspondence), letter=letter)
