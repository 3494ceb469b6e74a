"""Who signed a contract, and whether that binds everybody (CC-17, CC-20)."""

from collections.abc import Sequence
from typing import Literal, Protocol

from domain.base import Refused, made
from domain.contract.commands import SignContract
from domain.contract.events import ContractSigned
from domain.contract.parts import Party, Principal
from domain.contract.state import Contract, concluded_of
from domain.dates import local_day

SigningState = Literal["unsigned", "partly", "signed"]
"""Rights arise only once both sides signed the same version; until then the state shows it."""


class Signature(Protocol):
    """What of a signature says whom it binds to which version."""

    @property
    def party(self) -> Party: ...
    @property
    def on_behalf_of(self) -> tuple[str, ...]: ...
    @property
    def digest(self) -> str: ...


def sign(command: SignContract, contract: Contract) -> list[ContractSigned]:
    principals = concluded_of(contract).principals
    known = {each.municipality for each in principals}
    strangers = sorted(set(command.on_behalf_of) - known)
    if command.party == "provider" and command.on_behalf_of:
        raise Refused("unknown_principal", "the provider signs for itself: name no municipality")
    if strangers and known:
        raise Refused(
            "unknown_principal",
            "%(name)s is no party to the contract; its municipalities are: %(known)s",
            name=strangers[0],
            known=", ".join(sorted(known)),
        )
    if command.signed_on > local_day(command.at):
        raise Refused(
            "in_future",
            "%(day)s is still to come: record a signature once it is there",
            day=command.signed_on,
        )
    for each in contract.signatures:
        same = (each.document, each.document_version) == (
            command.document,
            command.document_version,
        )
        if same and each.digest != command.digest:
            raise Refused(
                "other_file",
                "version %(version)s of %(document)s was signed as another file: give this one "
                "its own version, which both parties then sign",
                version=command.document_version,
                document=command.document,
            )
        if same and (each.party, each.on_behalf_of) == (command.party, command.on_behalf_of):
            return []
    stated = command.model_dump(
        exclude={"kind", "command_id", "at", "by", "correlation"}, round_trip=True
    )
    return [ContractSigned(**stated, effective=command.signed_on, **made(command))]


def signing_state(principals: Sequence[Principal], signatures: Sequence[Signature]) -> SigningState:
    """How far the last version is signed. One that was signed later takes the place of another."""
    unsigned = missing(principals, signatures)
    if not signatures:
        return "unsigned"
    return "partly" if unsigned else "signed"


def missing(
    principals: Sequence[Principal], signatures: Sequence[Signature]
) -> tuple[Party | str, ...]:
    """Whose signature is still to come: a party, or a municipality where several are principal."""
    if not signatures:
        return ("provider", "municipality")
    last = signatures[-1].digest
    valid = [each for each in signatures if each.digest == last]
    awaited: list[Party | str] = []
    if not any(each.party == "provider" for each in valid):
        awaited.append("provider")
    bound = [each.on_behalf_of for each in valid if each.party == "municipality"]
    if not bound:
        awaited.append("municipality")
    elif () not in bound:
        signed = {name for names in bound for name in names}
        awaited += [each.municipality for each in principals if each.municipality not in signed]
    return tuple(awaited)
