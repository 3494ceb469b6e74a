"""What the environment says. Nothing else reads it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, PositiveInt, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from runtime.supervisor import current_run

DEFAULT_FOLDER = Path(".data/practice")
RUN_SETTINGS = "settings.json"


class Settings(BaseSettings):
    """One field an environment variable, of the same name in capitals.

    `practice` marks a practice copy: its clock can be moved, and anybody may say who they are.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    database_url: Annotated[str, Field(repr=False)]
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    temporal_tls: bool = False
    temporal_api_key: SecretStr | None = None
    smtp_url: SecretStr = SecretStr("smtp://127.0.0.1:1025")
    mail_domain: str = "inkoopspoor.example"
    mail_from: str = "inkoop@inkoopspoor.example"
    base_url: str = "http://127.0.0.1:8000"
    undo_seconds: Annotated[int, Field(ge=0)] = 300
    mail_connections: PositiveInt = 4
    practice: bool = False
    practice_mail: Path | None = None
    api_token: SecretStr | None = None
    oidc_issuer: str | None = None
    brief_keys: SecretStr | None = None
    brief_key_file: Path | None = None
    checkpoint_key: SecretStr | None = None
    checkpoint_key_file: Path | None = None
    checkpoint_verifiers: str = ""
    checkpoint_witnesses: str = ""
    checkpoint_file: Path | None = None
    checkpoint_webhooks: SecretStr = SecretStr("")
    checkpoint_webhook_key: SecretStr | None = None
    checkpoint_mail: str = ""
    themes: Path | None = None
    ocds_prefix: Annotated[str, Field(pattern=r"^ocds-[a-z0-9]{6}$")] = "ocds-000000"
    ocds_publisher: str = "inkoopspoor"
    ocds_publisher_uri: str | None = None
    checkpoint_mail_hours: Annotated[float, Field(gt=0)] = 24


class NoSignInError(Exception):
    """Production does not serve pages to people whom it cannot tell apart."""


def require_sign_in(settings: Settings) -> None:
    """Refuse to serve without a way to tell who is asking; only a practice copy may."""
    if not settings.practice and settings.oidc_issuer is None:
        raise NoSignInError(
            "production needs a sign-in: set OIDC_ISSUER, or PRACTICE=1 for a practice copy"
        )


def settings(folder: Path = DEFAULT_FOLDER) -> Settings:
    """The environment's settings; where it is silent, those of the run in this folder.

    So that a command typed beside `inkoopspoor up` speaks to it without being told where it is.
    """
    file = folder / RUN_SETTINGS
    if "DATABASE_URL" in os.environ or current_run(folder) is None or not file.exists():
        return Settings()
    return Settings.model_validate_json(file.read_text())


def environment(values: Mapping[str, str]) -> dict[str, str]:
    """Settings as the environment variables of a process of ours."""
    return {name.upper(): value for name, value in values.items()}
