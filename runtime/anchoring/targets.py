"""Where the settings say that checkpoints go (AU-04)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from runtime.anchoring import file, mail, webhook
from runtime.anchoring.parcel import Target
from runtime.settings import Settings
from workflows.mail_line import MailServer


def targets(settings: Settings, clock: Callable[[], datetime]) -> list[Target]:
    """All of them. Raises ValueError for an address that is none."""
    return list(_targets(settings, clock))


def _targets(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Target]:
    if settings.checkpoint_file:
        yield file.target(settings.checkpoint_file)
    key = settings.checkpoint_webhook_key
    for url in settings.checkpoint_webhooks.get_secret_value().split():
        yield webhook.target(url, key.get_secret_value().encode() if key else None)
    pause = timedelta(hours=settings.checkpoint_mail_hours)
    for address in settings.checkpoint_mail.replace(",", " ").split():
        server = MailServer.at(settings.smtp_url.get_secret_value())
        yield mail.target(address, settings.mail_from, server, pause, clock)
