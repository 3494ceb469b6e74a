"""What happened to a letter template, in words."""

from domain.base import Sentence
from domain.template.events import TemplateEvent
from domain.template.parts import TemplateKind
from projections.language import N_
from projections.narration.words import say

_WRITTEN: dict[TemplateKind, str] = {
    "announcement": N_("Version %(number)s of the template for announcements was written."),
    "withdrawal": N_("Version %(number)s of the template for withdrawals was written."),
    "rectification": N_(
        "Version %(number)s of the template for letters that replace one was written."
    ),
    "reply": N_("Version %(number)s of the template for replies to reactions was written."),
}


def tell_template(event: TemplateEvent) -> Sentence:
    return say(_WRITTEN[event.template_kind], number=event.number)
