"""The read models that there are. The only list to extend for a new one."""

from typing import Any

from projections.admissions import ADMISSIONS
from projections.agenda import AGENDA
from projections.arrangements import ARRANGEMENTS
from projections.batches import BATCHES
from projections.changes import CHANGES
from projections.contract_cards import CONTRACT_CARDS
from projections.contract_versions import CONTRACT_VERSIONS
from projections.contracts import CONTRACTS
from projections.decisions import DECISIONS
from projections.documents import DOCUMENTS
from projections.history import HISTORY
from projections.letters import LETTERS
from projections.plan_items import PLAN_ITEMS
from projections.plan_versions import PLAN_VERSIONS
from projections.procedures import PROCEDURES
from projections.programmes import PROGRAMMES
from projections.providers import PROVIDERS
from projections.reactions import REACTIONS
from projections.read_model import ReadModel
from projections.search import SEARCH
from projections.steering import REGISTER_ENTRIES
from projections.templates import TEMPLATES
from projections.trail.model import AUDIT_TRAIL

MODELS: tuple[ReadModel[Any], ...] = (
    PROGRAMMES,
    PLAN_ITEMS,
    PLAN_VERSIONS,
    ARRANGEMENTS,
    AGENDA,
    PROVIDERS,
    ADMISSIONS,
    CONTRACTS,
    CONTRACT_CARDS,
    CONTRACT_VERSIONS,
    BATCHES,
    CHANGES,
    LETTERS,
    REACTIONS,
    DECISIONS,
    REGISTER_ENTRIES,
    DOCUMENTS,
    PROCEDURES,
    TEMPLATES,
    HISTORY,
    SEARCH,
    AUDIT_TRAIL,
)
