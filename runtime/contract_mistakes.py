"""What a register says of its contracts that their own rules refuse, told before publishing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

from domain.base import Refused, Sentence
from domain.contract.concluding import conclude as concluded_by
from domain.contract.drawing import draw
from domain.contract.state import Contract, evolve
from runtime.mistakes import Lines, Mistake
from runtime.publish import conclude, contract_id, drawings
from runtime.register_file import RegisterFile

_AT, _BY = datetime(2000, 1, 1, tzinfo=UTC), "check"
_REMEDY = Sentence("Mend it in this entry, or in the agreement that it follows.")


def contract_mistakes(file: RegisterFile, lines: Lines) -> Iterator[Mistake]:
    """Every contract and every drawing that would be refused, where it stands in the file."""
    known: dict[UUID, Contract] = {}
    for index, row in enumerate(file.contracts):
        try:
            for event in concluded_by(conclude(file, row, _AT, _BY), Contract()):
                known[event.contract_id] = evolve(Contract(), event)
        except Refused as refused:
            yield lines.mistake(("contracts", index), refused.sentence, _REMEDY)
    places = {contract_id(row.number): at for at, row in enumerate(file.contracts)}
    for command in drawings(file, _AT, _BY):
        framework = known.get(command.contract_id, Contract())
        if framework.concluded is None:
            continue  # its own mistake was told
        try:
            for drawing in draw(command, framework):
                known[command.contract_id] = framework = evolve(framework, drawing)
        except Refused as refused:
            place = ("contracts", places[command.call_off], "draws")
            yield lines.mistake(place, refused.sentence, _REMEDY)
