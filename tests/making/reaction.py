"""A provider has its letter, objects, and gets an answer."""

from datetime import date
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

from domain.base import derived_id
from domain.change.commands import AcknowledgeLetter, HandleReaction, ReceiveReaction
from domain.change.events import LetterAcknowledged, ReactionHandled, ReactionReceived
from domain.change.letters import reply_letter
from domain.change.parts import ReplyLetter
from tests.making.common import CHANGE_ID, CLAUSE, CONTRACT_ID, PROVIDER_ID

WORDS, ANSWER = "Dit kost ons te veel.", "Wij passen het tarief aan."
REACTION_ID = derived_id("reaction", CHANGE_ID, CONTRACT_ID, "objection", "words")

REPLY = ReplyLetter(
    letter_id=reply_letter(REACTION_ID),
    contract_id=CONTRACT_ID,
    contract_number="HR-W-001",
    provider_id=PROVIDER_ID,
    clause=CLAUSE,
)

_RECEIVED = {
    "reaction_id": REACTION_ID,
    "nature": "objection",
    "received_on": date(2021, 5, 3),
    "digest": sha256(WORDS.encode()).hexdigest(),
}
_HANDLED = {
    "reaction_id": REACTION_ID,
    "handling": "adopted",
    "reason": "Het bezwaar klopt.",
    "digest": sha256(ANSWER.encode()).hexdigest(),
}

OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    AcknowledgeLetter: {"edition": 1},
    LetterAcknowledged: {},
    ReceiveReaction: _RECEIVED,
    ReactionReceived: {**_RECEIVED, "in_time": True},
    HandleReaction: _HANDLED,
    ReactionHandled: {**_HANDLED, "reply": REPLY},
}
