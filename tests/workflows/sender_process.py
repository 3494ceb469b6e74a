"""Sends three letters over one connection, in a process that a test can kill."""

import asyncio
import sys

from psycopg_pool import ConnectionPool

from tests.workflows.outgoing import SENDER, now, outgoing
from workflows.mail_line import MailServer
from workflows.post import send

database_url, mail_url = sys.argv[1:]
with ConnectionPool(database_url, min_size=1) as pool:
    letters = [outgoing(name) for name in ("a", "b", "c")]
    asyncio.run(send(letters, SENDER, MailServer.at(mail_url), pool, now, connections=1))
