"""What letter templates are of."""

from typing import Literal

TemplateKind = Literal["announcement", "withdrawal", "rectification", "reply"]
"""What a letter is for. Reminders are to the office itself and have no template of their own."""
