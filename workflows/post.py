"""Sends letters: each is asked for once, and what became of it is known or shown as unknown.

Before a letter's conversation with the mail server its journal row says *asking*, after it
*answered*, both committed. A letter with an answer is never given to the server again; its receipt
is given again instead. A letter found *asking* was cut off by a crash: it goes out again under
the same message id, with the same words and date, and its receipt says `asked_again`.

How much can be cut off at once: the one letter that each connection has in hand.

It records nothing but the journal; whoever asked for the letters records the receipts.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.base import Sentence
from domain.change.parts import Receipt
from workflows import journal, press
from workflows.journal import Answered, Asking, Entry, Writer
from workflows.mail_line import MailLine, MailServer, Reply
from workflows.message import From, Outgoing, digest, unique, written

IN_HAND = Sentence("another sender has this letter in hand").template

_BEAT_SECONDS = 5.0
_GRACE_SECONDS = 10.0

_Exchange = tuple[Asking, Answered]


def _no_heartbeat(_: int) -> None:
    pass


async def send(
    letters: Iterable[Outgoing],
    sender: From,
    server: MailServer,
    pool: journal.Pool,
    now: Callable[[], datetime],
    connections: int = 4,
    heartbeat: Callable[[int], None] = _no_heartbeat,
) -> list[Receipt]:
    """Send the letters over so many connections; one receipt each, in their order.

    No letter stops another. Letters that the server did not take *now* come back as deferred, to
    be sent at a later call. `heartbeat` is called every few seconds with the number of letters
    done. Raises what the database raises: then nothing is known that is not in the journal.
    """
    wanted = unique(letters)
    entries = await asyncio.to_thread(journal.known, pool, [each.message_id for each in wanted])
    done = {key: _receipt(entry) for key, entry in entries.items() if entry.is_final}
    dispatch = _Dispatch(
        sender=sender,
        now=now,
        pool=pool,
        writer=Writer(pool),
        entries=entries,
        left=deque(each for each in wanted if each.message_id not in done),
        done=done,
    )
    lines = [
        MailLine(server, hello=sender.email.rpartition("@")[2])
        for _ in range(min(connections, len(dispatch.left)))
    ]
    if lines:
        await _unless_called_off(dispatch, lines, heartbeat)
    trouble = next((line.trouble for line in lines if line.trouble), "")
    for letter in dispatch.left:
        done[letter.message_id] = _untried(letter, trouble, now())
    heartbeat(len(done))
    return [done[letter.message_id] for letter in wanted]


@dataclass(slots=True)
class _Dispatch:
    """One call of `send`: what is left, what is done, and who writes it down."""

    sender: From
    now: Callable[[], datetime]
    pool: journal.Pool
    writer: Writer
    entries: dict[str, Entry]
    left: deque[Outgoing]
    done: dict[str, Receipt] = field(default_factory=dict)

    async def carry(self, line: MailLine) -> None:
        """Give letters over one line until none is left or the server cannot be reached.

        The answer to a letter is committed together with the question for the next.
        """
        last: _Exchange | None = None
        while self.left:
            if line.is_open:
                last = await self._next(self.left.popleft(), line, last)
                continue
            await self._settle(last)
            last = None
            if not await line.open():
                return
        await self._settle(last)
        await line.quit()

    async def _next(
        self, letter: Outgoing, line: MailLine, last: _Exchange | None
    ) -> _Exchange | None:
        entry = self.entries.get(letter.message_id)
        letter, asking, message = await asyncio.to_thread(
            _prepared, letter, entry, self.sender, self.now()
        )
        granted = await self.writer.record(last[1] if last else None, asking)
        self._settled(last)
        if not granted:
            await self._taken_over(letter)
            return None
        if isinstance(message, Reply):
            reply = message
        else:
            reply = await line.give(self.sender.email, letter.email or "", message)
        outcome = None if reply.outcome == "lost" else reply.outcome
        return asking, Answered(letter.message_id, outcome, reply.answer, self.now())

    async def _settle(self, last: _Exchange | None) -> None:
        if last:
            await self.writer.record(last[1], None)
            self._settled(last)

    def _settled(self, last: _Exchange | None) -> None:
        if last:
            asking, answered = last
            self.done[asking.message_id] = Receipt(
                letter_id=asking.letter_id,
                outcome=answered.outcome or "deferred",
                answered_at=answered.at,
                answer=answered.answer,
                message_id=asking.message_id,
                digest=asking.digest,
                asked_again=asking.asked_again,
            )

    async def _taken_over(self, letter: Outgoing) -> None:
        """Somebody else asked for this letter since we looked: what they know is what we know."""
        found = await asyncio.to_thread(journal.known, self.pool, [letter.message_id])
        entry = found[letter.message_id]
        self.done[letter.message_id] = (
            _receipt(entry) if entry.is_final else _untried(letter, IN_HAND, self.now())
        )


async def _unless_called_off(
    dispatch: _Dispatch, lines: list[MailLine], heartbeat: Callable[[int], None]
) -> None:
    """Work; when cancelled, begin no further letter but finish those in hand."""
    work = asyncio.create_task(_work(dispatch, lines, heartbeat))
    try:
        await asyncio.shield(work)
    except asyncio.CancelledError:
        dispatch.left.clear()
        await asyncio.wait({work}, timeout=_GRACE_SECONDS)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        raise


async def _work(
    dispatch: _Dispatch, lines: list[MailLine], heartbeat: Callable[[int], None]
) -> None:
    try:
        async with asyncio.TaskGroup() as tasks:
            helpers = [
                tasks.create_task(dispatch.writer.run()),
                tasks.create_task(_beat(dispatch, heartbeat)),
            ]
            async with asyncio.TaskGroup() as carriers:
                for line in lines:
                    carriers.create_task(dispatch.carry(line))
            for helper in helpers:
                helper.cancel()
    except BaseExceptionGroup as group:
        raise _first(group) from group
    finally:
        for line in lines:
            line.close()


async def _beat(dispatch: _Dispatch, heartbeat: Callable[[int], None]) -> None:
    while True:
        heartbeat(len(dispatch.done))
        await asyncio.sleep(_BEAT_SECONDS)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error


def _prepared(
    letter: Outgoing, entry: Entry | None, sender: From, at: datetime
) -> tuple[Outgoing, Asking, bytes | Reply]:
    """The letter in the words it was first asked for in, and its bytes or what is wrong.

    Setting its PDF takes a while, so this is called beside the event loop.
    """
    if entry and entry.subject is not None and entry.body is not None:
        letter = replace(letter, subject=entry.subject, text=entry.body, paper=entry.paper)
    first_asked = entry.first_asked if entry else at
    message = _message(letter, sender, first_asked)
    asking = Asking(
        message_id=letter.message_id,
        letter_id=letter.letter_id,
        party_id=letter.party_id,
        attempt=entry.attempt + 1 if entry else 1,
        digest=digest(message) if isinstance(message, bytes) else "",
        asked_again=entry is not None and (entry.asked_again or entry.state == "asking"),
        first_asked=first_asked,
        recipient=letter.email,
        subject=letter.subject,
        body=letter.text,
        paper=letter.paper,
    )
    if isinstance(message, Reply):
        asking = replace(asking, recipient=None, subject=None, body=None, paper=None)
    return letter, asking, message


def _message(letter: Outgoing, sender: From, first_asked: datetime) -> bytes | Reply:
    """Its bytes. What is wrong with the letter refuses it, so that it is mended; what is wrong
    with us only defers it.
    """
    try:
        return written(letter, sender, first_asked)
    except press.NoPdf:
        return Reply("refused", press.NO_PDF)
    except ValueError as error:
        return Reply("refused", str(error))
    except (press.OutOfOrder, OSError):
        return Reply("deferred", press.OUT_OF_ORDER)


def _receipt(entry: Entry) -> Receipt:
    if entry.outcome is None or entry.answered_at is None:
        raise ValueError(f"the journal has no answer for {entry.message_id}")
    return Receipt(
        letter_id=entry.letter_id,
        outcome=entry.outcome,
        answered_at=entry.answered_at,
        answer=entry.answer or "",
        message_id=entry.message_id,
        digest=entry.digest,
        asked_again=entry.asked_again,
    )


def _untried(letter: Outgoing, answer: str, at: datetime) -> Receipt:
    return Receipt(
        letter_id=letter.letter_id,
        outcome="deferred",
        answered_at=at,
        answer=answer,
        message_id=letter.message_id,
    )
