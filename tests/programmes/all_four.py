"""The four programmes in a database, as everybody finds them who asks for `published_url`."""

from eventstore.log import EventLog
from projections.engine import Engine
from projections.registry import MODELS
from runtime.files import read
from runtime.publish import commands
from tests import make
from tests.programmes.sources import ROOT

PATHS = sorted((ROOT / "programmes").glob("*.yaml"))


def publish_programmes(url: str) -> None:
    """Record what their files say on 3 May 2021, and have every read model show it."""
    log = EventLog(url)
    for path in PATHS:
        for command in commands(read(path), make.MONDAY, make.OFFICER):
            log.handle(command)
    log.close()
    Engine(url, MODELS).catch_up()
