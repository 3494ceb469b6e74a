"""Who is who: names of people and providers by the opaque ids that events carry."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from api.identity import PROVIDER
from api.language import spoken
from api.ports import Ports
from domain.base import Sentence
from projections import address_book
from projections.address_book import Party
from projections.language import say


@dataclass(slots=True)
class Names:
    """Looks up in one go what a page needs; asks again for an id it was not told of."""

    ports: Ports
    known: dict[str, Party] = field(default_factory=dict)

    def learn(self, party_ids: Iterable[object]) -> "Names":
        wanted = {_party_id(each) for each in party_ids} - self.known.keys()
        if wanted:
            with self.ports.pool.connection() as connection:
                self.known |= address_book.many(connection, wanted)
            for party_id in wanted:
                self.known.setdefault(party_id, Party(party_id, "person"))
        return self

    def __call__(self, party_id: object) -> str:
        """The name; the system for what did itself, the id for whoever is not known."""
        text = _party_id(party_id)
        if text.startswith(("workflow:", "system:")):
            return say(Sentence("the system"), spoken())
        if text not in self.known:
            self.learn([text])
        found = self.known[text].name
        return found or next((p.name for p in self.ports.people if p.person_id == text), text)

    def choice(self, party_id: object) -> tuple[str, str]:
        """As something to choose: the id, and the name."""
        return _party_id(party_id), self(party_id)

    def email(self, party_id: object) -> str:
        self.learn([party_id])
        return self.known[_party_id(party_id)].email or ""


def _party_id(party_id: object) -> str:
    """A provider that did something itself goes by the id that it has in the address book."""
    return str(party_id).removeprefix(PROVIDER)
