"""What a provider's own pages show, as one short text that differs when they would.

So that the stream of a provider says that something of its own changed, and nothing of how much
goes on beside it: not even a log position.
"""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from pydantic_core import to_json

from api.ports import Ports
from projections import plans, reactions, tables
from projections.changes import CHANGES
from projections.contracts import CONTRACTS
from projections.letters import LETTERS


@dataclass(frozen=True, slots=True)
class Own:
    """`standing` is alike as long as nothing of this provider's own pages changed.

    What changes them names one of `ids`: a new contract its provider, a new letter its contract.
    Or it brings a document.
    """

    standing: str
    ids: frozenset[str]


def own_standing(ports: Ports, provider_id: UUID) -> Own:
    """How it stands now with all that this provider's own pages show."""
    with ports.pool.connection() as connection:
        contracts = tables.select(connection, CONTRACTS, {"provider_id": provider_id}, ("number",))
        letters = tables.select(connection, LETTERS, {"provider_id": provider_id})
        sent = [each for each in letters if each.sent_at and each.kind != "reply"]
        changes = tables.get_all(connection, CHANGES, {each.change_id for each in sent})
        said = reactions.of_contracts(connection, [each.contract_id for each in contracts])
        handed_in = plans.of_party(connection, str(provider_id))
    shown = (
        contracts,
        [(each.letter_id, each.edition, each.sent_at, each.acknowledged_on) for each in sent],
        [
            (each.title, each.status, each.effective, each.reactions_until, each.replaced)
            for _, each in sorted(changes.items())
        ],
        said,
        [(each.document_id, each.file_name) for each in handed_in],
    )
    contract_ids = (each.contract_id for each in contracts)
    change_ids = (each.change_id for each in letters)
    ids = frozenset(map(str, (provider_id, *contract_ids, *change_ids)))
    return Own(sha256(to_json(shown)).hexdigest()[:16], ids)
