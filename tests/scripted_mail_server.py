"""A mail server that follows a script: it can say *no*, *later*, nothing, or hang up."""

import socketserver
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

Script = Callable[[str, str, int], str | None]
"""Verb, line (or the letter, for `END`) and number of the session to an answer.

No answer hangs up; an empty answer is the usual one.
"""

USUAL = {
    "CONNECT": "220 ready",
    "EHLO": "250 hello",
    "MAIL": "250 fine",
    "RCPT": "250 fine",
    "RSET": "250 fine",
    "DATA": "354 go on",
    "END": "250 2.0.0 taken",
    "QUIT": "221 bye",
}


def usual(verb: str, line: str, session: int) -> str | None:
    return ""


@dataclass
class ScriptedMailServer:
    """Listens on a port of its own in a thread; `with` starts and stops it."""

    script: Script = usual
    port: int = 0
    letters: list[str] = field(default_factory=list)
    """What was given to it whole, in order of arrival, whatever it answered then."""
    sessions: int = 0
    recipients: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?timeout=5"

    @property
    def message_ids(self) -> Counter[str]:
        lines = [
            line for letter in self.letters for line in letter.split("\r\n\r\n")[0].split("\n")
        ]
        return Counter(line[12:].strip() for line in lines if line.startswith("Message-ID: "))

    def __enter__(self) -> Self:
        owner = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                owner.sessions += 1
                owner._serve(self, owner.sessions)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 50

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A sender that hangs up is part of the script."""

        self._server = Server(("127.0.0.1", self.port), Session)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _serve(self, stream: socketserver.StreamRequestHandler, session: int) -> None:
        verb, line, begun = "CONNECT", "", False
        while True:
            answer = self.script(verb, line, session)
            if verb == "MAIL" and answer == "":
                answer, begun = "503 5.5.1 one letter at a time" if begun else "", True
            if verb in ("RSET", "END"):
                begun = False
            if answer is None:
                return
            stream.wfile.write(((answer or USUAL[verb]) + "\r\n").encode())
            if verb == "DATA" and (answer or USUAL[verb]).startswith("354"):
                verb, line = "END", self._letter(stream)
                continue
            line = stream.rfile.readline().decode()
            if not line or verb == "QUIT":
                return
            verb = line[:4].upper().strip()
            if verb == "RCPT":
                self.recipients.append(line)

    def _letter(self, stream: socketserver.StreamRequestHandler) -> str:
        lines = []
        while (line := stream.rfile.readline().decode()) not in ("", ".\r\n"):
            lines.append(line.removeprefix("."))
        self.letters.append("".join(lines))
        return self.letters[-1]
