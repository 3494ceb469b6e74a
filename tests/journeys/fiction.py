"""Writes a fictional programme with as many segments, changes and contracts as a test needs."""

import json
from collections.abc import Sequence
from pathlib import Path

from domain.base import derived_id

KEY = "verzonnen-2021"

_DOCUMENT = {"documents": [{"code": "V1", "title": "Verzonnen voor een proef"}]}
_SOURCE = {"section": "1", "quote": "Verzonnen voor een proef; geen bestaande aanbieder."}
_DAY = {"edtf": "2022-01-01", "written": "1 januari 2022"}


def change_id(segment: str) -> str:
    return str(derived_id("change", KEY, segment))


def address(at: int) -> str:
    """Where letters to the provider in this place go."""
    return f"post@aanbieder-{at:03}.example"


def write(folder: Path, segments: Sequence[str], contracts: int) -> tuple[Path, Path]:
    """A programme with one change for each segment, and so many contracts in each segment.

    The changes go by the names of their segments; all are adopted and take effect on 1 January
    2022. Each provider has one contract in each segment.
    """
    folder.mkdir(parents=True, exist_ok=True)
    programme, register = folder / "programme.yaml", folder / "register.yaml"
    programme.write_text(json.dumps(_programme(segments), indent=1))
    register.write_text(json.dumps(_register(segments, contracts), indent=1))
    return programme, register


def _programme(segments: Sequence[str]) -> dict[str, object]:
    return {
        "kind": "programme",
        "key": KEY,
        "title": "Verzonnen programma",
        "region": "Nergensland",
        **_DOCUMENT,
        "standing": "fictional",
        "source": _SOURCE,
        "segments": [
            {"id": segment, "number": at, "title": segment.title(), "source": _SOURCE}
            for at, segment in enumerate(segments, 1)
        ],
        "municipalities": [{"name": "Fabelstad", "source": _SOURCE}],
        "clauses": [{"id": "zes-maanden", "months": 6, "source": _SOURCE}],
        "changes": [
            {
                "id": segment,
                "title": f"Andere voorwaarden {segment}",
                "segment": segment,
                "description": "De voorwaarden veranderen.",
                "terms": {"voorwaarden": "nieuw"},
                "effect": _DAY,
                "source": _SOURCE,
            }
            for segment in segments
        ],
    }


def _register(segments: Sequence[str], contracts: int) -> dict[str, object]:
    providers = {at: f"aanbieder-{at:03}" for at in range(contracts)}
    return {
        "kind": "register",
        "fictional": True,
        "programme": "programme.yaml",
        **_DOCUMENT,
        "source": _SOURCE,
        "agreements": [
            {
                "id": segment,
                "segment": segment,
                "starts": "2021-01-01",
                "ends": {"edtf": None, "written": "onbepaalde tijd"},
                "clause": "zes-maanden",
                "terms": {"voorwaarden": "oud"},
            }
            for segment in segments
        ],
        "providers": [
            {"id": provider, "name": f"Aanbieder {at}", "email": address(at)}
            for at, provider in providers.items()
        ],
        "contracts": [
            {"number": f"{segment}-{at:03}", "provider": provider, "agreement": segment}
            for segment in segments
            for at, provider in providers.items()
        ],
        "office": _person("kantoor", "programmabureau"),
        "people": [
            _person("p-001", "programmabureau"),
            _person("p-002", "contractmanager"),
        ],
        "decisions": [
            {
                "change": segment,
                "discussed": {"table": "Tafel", "on": "2021-03-18"},
                "adopted": {"body": "Alle colleges", "on": "2021-04-15"},
            }
            for segment in segments
        ],
    }


def _person(party: str, role: str) -> dict[str, str]:
    email = f"{party}@oefenregio.example"
    return {"id": party, "name": party.title(), "email": email, "role": role}
