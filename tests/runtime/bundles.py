"""A house with a change that was announced, its tree, and bundles made there."""

import io
from datetime import timedelta
from typing import Any

from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    OrderDispatch,
    QueueLetters,
    RecordReceipts,
)
from domain.contract.commands import AmendContract
from domain.dates import local_day
from projections.bundles.asked import Asked
from proofs.checkpoint import new_signer
from runtime.bundling import Ground, Made
from runtime.bundling import make as make_bundle
from runtime.checkpoint_keys import Keys
from runtime.proving import Prover
from tests import make
from tests.api.house import NUMBERS, House, contract_id, draft, letter_id, publish

SIGNER = new_signer("example.org/log", bytes(range(32)))
KEYS = Keys((SIGNER,), (SIGNER.verifier,))


def announce(house: House) -> None:
    """Three providers are told by letter, and their contracts are amended."""
    publish(house)
    house.now += timedelta(days=1)
    draft(house)
    house.now += timedelta(days=1)
    letters = [letter_id(number) for number in NUMBERS]
    house.do(
        make.a(AdoptChange),
        make.a(ApproveAnnouncement, by="bram-1"),
        make.a(OrderDispatch, send_at=house.now + timedelta(minutes=10), by="bram-1"),
    )
    house.now += timedelta(minutes=20)
    house.do(make.a(QueueLetters, letter_ids=letters))
    receipts = [
        make.RECEIPT.model_copy(update={"letter_id": each, "answered_at": house.now})
        for each in letters
    ]
    amended = make.a(
        AmendContract,
        contract_id=contract_id(NUMBERS[0]),
        announced_on=local_day(house.now),
        terms={"tariff": "EUR 110.00 per day"},
    )
    house.do(make.a(RecordReceipts, receipts=receipts), amended)


def seal(house: House) -> None:
    """The tree catches up and a checkpoint is signed."""
    Prover(house.log.url, KEYS, lambda: house.now).catch_up()


def asked(house: House, kind: Any, subject_id: Any, role: Any = "auditor", **more: Any) -> Asked:
    return Asked(
        kind=kind,
        subject_id=subject_id,
        known=more.pop("known", house.now),
        role=role,
        on=more.pop("on", local_day(house.now)),
        language=more.pop("language", "nl"),
        **more,
    )


def made(house: House, question: Asked) -> tuple[bytes, Made]:
    target = io.BytesIO()
    ground = Ground(house.log, house.pool, KEYS, lambda: house.now)
    found = make_bundle(ground, question, target, "bram-1")
    return target.getvalue(), found
