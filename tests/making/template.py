"""The office words its announcements in its own way."""

from typing import Any

from pydantic import BaseModel

from domain.base import derived_id
from domain.template.commands import WriteTemplate
from domain.template.events import TemplateWritten
from tests.making.common import PROGRAMME_ID

TEMPLATE_ID = derived_id("template", PROGRAMME_ID, "announcement")

OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    WriteTemplate: {
        "template_id": TEMPLATE_ID,
        "programme_id": PROGRAMME_ID,
        "template_kind": "announcement",
        "subject": "Uw overeenkomst {{ contract_number }} wijzigt",
        "text": "# Uw overeenkomst wijzigt per {{ effective }}\n\n{{ changes }}\n",
        "based_on": 0,
    },
    TemplateWritten: {
        "template_id": TEMPLATE_ID,
        "programme_id": PROGRAMME_ID,
        "template_kind": "announcement",
        "number": 1,
        "subject": "Uw overeenkomst {{ contract_number }} wijzigt",
        "text": "# Uw overeenkomst wijzigt per {{ effective }}\n\n{{ changes }}\n",
    },
}
