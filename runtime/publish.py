"""Turns a file into the commands that record what it says, and into entries of the address book.

The same content gives the same commands with the same ids, so that publishing a file twice is
asking the same thing twice. Names and addresses never come into a command.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

from domain.base import Command, derived_id
from domain.change.commands import AdoptChange, ProposeChange, TableChange
from domain.change.parts import Adoption
from domain.contract.commands import ConcludeContract, DrawDown
from domain.contract.concluding import replacements
from domain.contract.parts import Option
from domain.dates import local_day
from domain.decision.commands import PlanDecision
from domain.decision.parts import Answer
from domain.document.commands import FileDocument
from domain.document.parts import Paper, Secrecy, id_of
from domain.identifiers import Scheme
from domain.procedure.commands import PlanProcedure
from domain.programme.commands import PublishProgramme
from domain.programme.parts import Clause, Document, PlanItem, Segment
from domain.provider.commands import RegisterProvider
from domain.steering.commands import StateEntries
from projections.address_book import Party
from runtime.admission_rows import AdmissionRow, admitting
from runtime.asking import question
from runtime.programme_file import ProgrammeFile
from runtime.programme_rows import ChangeRow, DocumentRow
from runtime.register_file import ContractRow, DecisionRow, RegisterFile
from runtime.tracks import tracks

_UNNUMBERED = UUID(int=0)
_CIRCUMSTANCES = {"command_id", "at", "by", "correlation"}


def commands(file: ProgrammeFile | RegisterFile, at: datetime, by: str) -> list[Command]:
    """What must be asked, in this order. All commands of a file share one correlation."""
    asked: list[Command] = []
    match file:
        case ProgrammeFile():
            asked += _programme(file, {"command_id": _UNNUMBERED, "at": at, "by": by})
            asked += [each for row in file.changes if (each := _propose(file, row, at, by))]
        case RegisterFile():
            asked += [_register(file, row.id, at, by) for row in file.providers]
            concluded = [conclude(file, row, at, by) for row in file.contracts]
            asked += concluded
            asked += [each for one in concluded for each in replacements(one)]
            asked += drawings(file, at, by)
            asked += [each for row in file.decisions for each in _decide(file, row, at, by)]
            asked += [each for row in file.admissions for each in _admit(file, row, at, by)]
    numbered = [_numbered(each) for each in asked]
    whole = derived_id("publication", *(each.command_id for each in numbered))
    return [each.model_copy(update={"correlation": whole}) for each in numbered]


def addresses(file: ProgrammeFile | RegisterFile) -> list[Party]:
    """Everybody whom the file names. A programme's file names nobody."""
    if isinstance(file, ProgrammeFile):
        return []
    providers = [
        Party(str(provider_id(file, each.id)), "provider", each.name, each.email)
        for each in file.providers
    ]
    office = [] if file.office is None else [file.office]
    return [
        *providers,
        *(Party(each.id, "office", each.name, each.email, each.role) for each in office),
        *(Party(each.id, "person", each.name, each.email, each.role) for each in file.people),
    ]


def numbers(file: ProgrammeFile | RegisterFile) -> dict[str, dict[Scheme, str]]:
    """By which numbers others know the providers that the file names, by party id."""
    if isinstance(file, ProgrammeFile):
        return {}
    found: dict[str, dict[Scheme, str]] = {}
    for each in file.providers:
        given: dict[Scheme, str | None] = {"kvk": each.kvk, "agb": each.agb}
        stated = {scheme: value for scheme, value in given.items() if value}
        if stated:
            found[str(provider_id(file, each.id))] = stated
    return found


def programme_id(file: ProgrammeFile) -> UUID:
    return derived_id("programme", file.key)


def contract_id(number: str) -> UUID:
    return derived_id("contract", number)


def provider_id(file: RegisterFile, provider: str) -> UUID:
    return derived_id("provider", file.programme.key, provider)


def effective_day(change: ChangeRow) -> date | None:
    """The one day on which a planned change takes effect; none if its source names no day."""
    return change.effect.first if change.effect.precision == "day" else None


def given_by(answer: Answer, at: datetime) -> bool:
    """Whether the answer lies in the past. A practice clock can stand before its document's."""
    day = answer.decided_on or (answer.decided_in.first if answer.decided_in else None)
    return day is None or day <= local_day(at)


def _programme(file: ProgrammeFile, stamp: dict[str, Any]) -> Iterator[Command]:
    """The programme, its registers and documents, then what is decided and carried out in it."""
    own = {**stamp, "programme_id": programme_id(file)}
    yield _publish(file, own)
    if entries := tuple(file.entries):
        yield StateEntries(steering_id=derived_id("steering", file.key), entries=entries, **own)
    for document in file.documents:
        yield _file_document(file, document, own)
    for row in file.decisions:
        yield PlanDecision(
            decision_id=derived_id("decision", file.key, row.decision_id),
            key=row.decision_id,
            question=question(row, file.municipalities),
            advice=row.advice,
            replies=row.replies,
            answers=tuple(each for each in row.answers if given_by(each, stamp["at"])),
            **own,
        )
    for track in tracks(file):
        yield PlanProcedure(
            procedure_id=derived_id("procedure", file.key, track.procedure_id),
            key=track.procedure_id,
            track=track,
            **own,
        )


def _file_document(file: ProgrammeFile, row: DocumentRow, own: dict[str, Any]) -> FileDocument:
    fields = {name: value for name, value in row if name not in ("code", "secrecy", "source")}
    document_id = id_of(row.code)
    return FileDocument(
        document_id=derived_id("document", file.key, row.code),
        paper=Paper.model_validate(
            {
                **fields,
                "document_id": document_id,
                "rests_on": tuple(map(id_of, row.rests_on)),
                "source": row.source or file.source,
            }
        ),
        secrecy=tuple(
            Secrecy.model_validate({**dict(each), "document_id": document_id})
            for each in row.secrecy
        ),
        **own,
    )


def _publish(file: ProgrammeFile, own: dict[str, Any]) -> PublishProgramme:
    return PublishProgramme(
        key=file.key,
        title=file.title,
        region=file.region,
        executive=file.executive,
        cycle=file.cycle,
        documents=tuple(Document(code=each.code, title=each.title) for each in file.documents),
        municipalities=file.municipalities,
        segments=tuple(Segment.model_validate(dict(each)) for each in file.segments),
        clauses=tuple(
            Clause(
                standing=each.standing,
                source=each.source,
                notice=each.notice,
                segments=each.segments,
            )
            for each in file.clauses
        ),
        plan=tuple(PlanItem.model_validate(dict(each)) for each in file.plan),
        bodies=file.bodies,
        scales=file.scales,
        crosswalks=file.crosswalks,
        terms=file.terms,
        arrangements=tuple(file.arrangements),
        standing=file.standing,
        source=file.source,
        **own,
    )


def _propose(file: ProgrammeFile, change: ChangeRow, at: datetime, by: str) -> ProposeChange | None:
    """A change whose source names no day of effect cannot be proposed yet; `check` says so."""
    clause = file.clause_for(change.segment)
    effective = effective_day(change)
    if clause is None or effective is None:
        return None
    return ProposeChange(
        command_id=_UNNUMBERED,
        at=at,
        by=by,
        change_id=derived_id("change", file.key, change.key),
        key=change.key,
        programme_id=programme_id(file),
        segment=change.segment,
        title=change.title,
        description=change.description,
        terms=change.terms,
        effective=effective,
        clause=clause.notice,
        announce_item=change.announce_item,
        effect_item=change.effect_item,
        standing=change.standing,
        source=change.source,
    )


def _register(file: RegisterFile, provider: str, at: datetime, by: str) -> RegisterProvider:
    own = {file.agreement(each).segment for each in file.contracts if each.provider == provider}
    order = [each.segment_id for each in file.programme.segments]
    return RegisterProvider(
        command_id=_UNNUMBERED,
        at=at,
        by=by,
        provider_id=provider_id(file, provider),
        programme_id=programme_id(file.programme),
        segments=tuple(sorted(own, key=order.index)),
        standing=file.standing,
        source=file.source,
    )


def conclude(file: RegisterFile, contract: ContractRow, at: datetime, by: str) -> ConcludeContract:
    """What a row of a register says was concluded."""
    agreement = file.agreement(contract)
    return ConcludeContract(
        command_id=_UNNUMBERED,
        at=at,
        by=by,
        contract_id=contract_id(contract.number),
        number=contract.number,
        programme_id=programme_id(file.programme),
        segment=agreement.segment,
        provider_id=provider_id(file, contract.provider),
        starts=file.starts(contract),
        ends=file.ends(contract),
        terms={**agreement.terms, **contract.terms},
        clause=file.clause(contract.clause or agreement.clause).notice,
        standing=file.standing,
        source=contract.source or file.source,
        form=agreement.form,
        parent=contract_id(contract.parent) if contract.parent else None,
        principals=agreement.principals,
        products=contract.products or agreement.products,
        municipalities=contract.municipalities or agreement.municipalities,
        term=agreement.term,
        options=tuple(Option.model_validate(dict(each)) for each in agreement.options),
        provisions=file.provisions(contract),
        replaces=tuple(map(contract_id, contract.replaces)),
        how=contract.how,
        knows=tuple(derived_id("change", file.programme.key, each) for each in contract.knows),
    )


def drawings(file: RegisterFile, at: datetime, by: str) -> list[DrawDown]:
    """What call-offs draw on their frameworks, in the order of the file."""
    return [
        DrawDown(
            command_id=_UNNUMBERED,
            at=at,
            by=by,
            contract_id=contract_id(row.parent),
            right=row.draws.right,
            call_off=contract_id(row.number),
            drawn_on=row.draws.on,
            amount=row.draws.amount,
            fte=row.draws.fte,
        )
        for row in file.contracts
        if row.draws is not None and row.parent is not None
    ]


def _decide(
    file: RegisterFile, decision: DecisionRow, at: datetime, by: str
) -> Iterator[TableChange | AdoptChange]:
    stamp: dict[str, Any] = {
        "command_id": _UNNUMBERED,
        "at": at,
        "by": by,
        "change_id": derived_id("change", file.programme.key, decision.change),
    }
    if said := decision.discussed:
        yield TableChange(table=said.table, discussed_on=said.on, **stamp)
    if done := decision.adopted:
        adoption = Adoption(
            body=done.body, decided_on=done.on, reference=done.reference, source=file.source
        )
        yield AdoptChange(adoption=adoption, **stamp)


def _admit(file: RegisterFile, row: AdmissionRow, at: datetime, by: str) -> Iterator[Command]:
    stamp = {"command_id": _UNNUMBERED, "at": at, "by": by}
    programme = programme_id(file.programme)
    return admitting(row, programme, partial(provider_id, file), file.standing, stamp)


def _numbered(command: Command) -> Command:
    """The command with the id that its content gives it, whoever publishes it and when."""
    content = command.model_dump_json(exclude=_CIRCUMSTANCES)
    digest = sha256(content.encode()).hexdigest()
    return command.model_copy(update={"command_id": derived_id("publish", digest)})
