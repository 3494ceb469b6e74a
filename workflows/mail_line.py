"""Talks to the mail server: one connection, one letter after another.

What matters is to tell apart what an answer means for the letter: taken over, refused for good,
not now, or no answer after the letter was handed over, so that nobody knows. What goes wrong with
us (no server, no sign-in, our own address refused) is never held against a letter: it waits.
"""

import contextlib
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
)

from domain.base import Sentence
from workflows.message import without_addresses

Outcome = Literal["sent", "deferred", "refused", "lost"]

UNREACHABLE = Sentence("the mail server could not be reached").template
CUT_OFF = Sentence("the mail server closed the connection before it took the letter").template
LOST = Sentence("the mail server gave no answer after it was given the letter").template

_CLOSING = 421


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over, from `smtp[s]://user:password@host:port?starttls=1`."""

    host: str
    port: int
    tls: bool = False
    starttls: bool = False
    timeout: float = 60
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def at(cls, url: str) -> "MailServer":
        """Reads the address of a mail server. Raises `ValueError`, without repeating it."""
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query))
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("the mail server's address has to look like smtp://host:port")
        if unknown := sorted(options.keys() - {"starttls", "timeout"}):
            raise ValueError(f"the mail server's address has unknown options: {unknown}")
        tls = parts.scheme == "smtps"
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if tls else 25),
            tls=tls,
            starttls=options.get("starttls", "0") not in ("0", "false", "no"),
            timeout=float(options.get("timeout", "60")),
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server said to one letter; `lost` if it said nothing after taking it."""

    outcome: Outcome
    answer: str


class MailLine:
    """A connection that is opened when needed and again when it broke."""

    def __init__(self, server: MailServer, hello: str) -> None:
        self._server = server
        self._hello = hello
        self._smtp: SMTP | None = None
        self._used = False
        self.trouble = ""

    @property
    def is_open(self) -> bool:
        """Whether a letter can be given at once."""
        return self._smtp is not None and self._smtp.is_connected

    async def open(self) -> bool:
        """Connect if need be. If that fails, `trouble` says why."""
        if self.is_open:
            return True
        self.close()
        server = self._server
        smtp = SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.tls,
            start_tls=server.starttls,
            username=server.user,
            password=server.password,
            local_hostname=self._hello,
            timeout=server.timeout,
        )
        try:
            await smtp.connect()
        except (SMTPException, OSError) as error:
            smtp.close()
            self.trouble = f"{UNREACHABLE} ({without_addresses(str(error))})"
            return False
        self._smtp, self._used = smtp, False
        return True

    async def give(self, sender: str, recipient: str, message: bytes) -> Reply:
        """Give one letter; on a connection that broke before it was taken, once more on a new one.

        Servers close connections after some time or number of letters; that is no reason to wait.
        """
        was_used, self._used = self._used, True
        reply = await self._converse(sender, recipient, message)
        if reply is None and was_used and await self.open():
            self._used = True
            reply = await self._converse(sender, recipient, message)
        return reply or Reply("deferred", CUT_OFF)

    async def quit(self) -> None:
        """Take leave as the protocol asks, if there is still somebody to take leave of."""
        if self._smtp is not None and self._smtp.is_connected:
            with contextlib.suppress(SMTPException, OSError):
                await self._smtp.quit()
        self.close()

    def close(self) -> None:
        """Drop the connection at once."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    async def _converse(self, sender: str, recipient: str, message: bytes) -> Reply | None:
        """One letter over the line as it is; none if it broke before the letter was taken."""
        if self._smtp is None:
            return None
        try:
            await self._smtp.mail(sender)
            await self._smtp.rcpt(recipient)
        except SMTPResponseException as error:
            if error.code == _CLOSING or error.code < 0:
                self.close()
                return None
            await self._reset()
            final = isinstance(error, SMTPRecipientRefused) and _is_final(error)
            return Reply("refused" if final else "deferred", _said(error))
        except (SMTPException, OSError):
            self.close()
            return None
        return await self._hand_over(self._smtp, message)

    async def _hand_over(self, smtp: SMTP, message: bytes) -> Reply:
        try:
            answer = await smtp.data(message)
        except SMTPDataError as error:
            await self._reset()
            return Reply("refused" if _is_final(error) else "deferred", _said(error))
        except (SMTPException, OSError):
            self.close()
            return Reply("lost", LOST)
        return Reply("sent", without_addresses(f"{answer.code} {answer.message}"))

    async def _reset(self) -> None:
        if self._smtp is not None:
            try:
                await self._smtp.rset()
            except (SMTPException, OSError):
                self.close()


def _is_final(error: SMTPResponseException) -> bool:
    return 500 <= error.code <= 599  # noqa: PLR2004 (what SMTP calls a permanent failure)


def _said(error: SMTPResponseException) -> str:
    return without_addresses(f"{error.code} {error.message}")
