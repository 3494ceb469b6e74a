"""The words for where checkpoints go."""

from collections.abc import Mapping

from projections.language import N_

LABELS: Mapping[str, Mapping[str, str]] = {
    "proof": {"file": N_("File"), "webhook": N_("Web address"), "mail": N_("Mail")},
}
