"""What letter templates are of."""

from typing import Literal
from uuid import UUID

from domain.base import derived_id

TemplateKind = Literal["announcement", "withdrawal", "rectification", "reply"]
"""What a letter is for. Reminders are to the office itself and have no template of their own."""


def template_of(programme_id: UUID, kind: TemplateKind) -> UUID:
    """The id of a programme's template for this kind of letter."""
    return derived_id("template", programme_id, kind)
