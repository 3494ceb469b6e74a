"""The rules on handing over the clients of a contract that ends; only numbers (GO-11)."""

from domain.base import Refused, made
from domain.contract.commands import CompleteHandOver, PlanHandOver
from domain.contract.events import HandOverCompleted, HandOverPlanned
from domain.contract.keeping import refuse_future
from domain.contract.state import Contract, concluded_of
from domain.dates import local_day


def plan(command: PlanHandOver, contract: Contract) -> list[HandOverPlanned]:
    """Say how many clients go where by when. Planned anew, the last plan counts."""
    concluded = concluded_of(contract)
    if contract.last is None:
        raise Refused(
            "no_end",
            "the contract does not end, so nobody has to be handed over: end it first",
        )
    before = contract.hand_over
    asked = (command.clients, command.due, command.arrangement, command.receivers)
    if before and asked == (before.clients, before.due, before.arrangement, before.receivers):
        return []
    return [
        HandOverPlanned(
            contract_id=command.contract_id,
            programme_id=concluded.programme_id,
            number=concluded.number,
            segment=concluded.segment,
            clients=command.clients,
            due=command.due,
            arrangement=command.arrangement,
            receivers=command.receivers,
            **made(command),
        )
    ]


def complete(command: CompleteHandOver, contract: Contract) -> list[HandOverCompleted]:
    """All clients are accounted for. Refuses to leave one behind."""
    concluded = concluded_of(contract)
    planned, done = contract.hand_over, contract.handed_over
    if planned is None:
        raise Refused(
            "no_hand_over", "no hand-over was planned: plan it first, with the number of clients"
        )
    asked = (command.completed_on, command.transferred, command.care_ended)
    if done and asked == (done.completed_on, done.transferred, done.care_ended):
        return []
    refuse_future(command.completed_on, local_day(command.at))
    accounted = command.transferred + command.care_ended
    if accounted != planned.clients:
        raise Refused(
            "clients_unaccounted",
            "%(clients)s clients were to be handed over and %(accounted)s are accounted for: hand "
            "over the others, or plan anew with the right number",
            clients=planned.clients,
            accounted=accounted,
        )
    return [
        HandOverCompleted(
            contract_id=command.contract_id,
            programme_id=concluded.programme_id,
            completed_on=command.completed_on,
            transferred=command.transferred,
            care_ended=command.care_ended,
            late=command.completed_on > planned.due,
            **made(command),
        )
    ]
