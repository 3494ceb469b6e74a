"""Mail to the auditors' list: a checkpoint in their own mailbox, out of our reach."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from domain.base import Sentence
from projections.language import N_, say
from proofs.checkpoint import parsed
from runtime.anchoring.parcel import Parcel, Target, Undelivered
from workflows.mail_line import MailLine, MailServer

SUBJECT = N_("Checkpoint %(size)s of the log %(origin)s")
BODY = N_(
    "The log holds %(size)s events. The attached checkpoint is the signed proof of what they are."
    " Please keep it: with it you can show later that nothing was changed, removed or inserted.\n"
    "\nYou can check it with inkoopspoor audit verify --checkpoint checkpoint.txt.\n"
)


def target(
    address: str, sender: str, server: MailServer, pause: timedelta, clock: Callable[[], datetime]
) -> Target:
    """Mails this address, no more often than the pause allows."""

    def send(parcel: Parcel) -> None:
        asyncio.run(_give(server, message(address, sender, parcel, clock())))

    return Target(f"mail {address}", send, pause)


def message(address: str, sender: str, parcel: Parcel, at: datetime) -> EmailMessage:
    """The mail in Dutch, the note attached as it is: a mail program may not break its lines."""
    last = parcel.last
    origin = parsed(last.note).origin
    values = {"size": str(last.size), "origin": origin}
    made = EmailMessage()
    made["From"], made["To"] = sender, address
    made["Subject"] = say(Sentence(SUBJECT, values), "nl")
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<checkpoint.{last.size}.{last.root.hex()[:16]}@{_domain(sender)}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(say(Sentence(BODY, values), "nl"))
    made.add_attachment(
        last.text.encode(), maintype="text", subtype="plain", filename="checkpoint.txt"
    )
    return made


async def _give(server: MailServer, made: EmailMessage) -> None:
    line = MailLine(server, _domain(made["From"]))
    try:
        if not await line.open():
            raise Undelivered(line.trouble)
        reply = await line.give(made["From"], made["To"], made.as_bytes())
        await line.quit()
    finally:
        line.close()
    if reply.outcome != "sent":
        raise Undelivered(reply.answer)


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
