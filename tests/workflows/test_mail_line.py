"""How a mail server is named."""

import pytest

from workflows.mail_line import MailServer


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", MailServer("mail.example", 25)),
        ("smtp://mail.example:587?starttls=1", MailServer("mail.example", 587, starttls=True)),
        ("smtps://mail.example?timeout=9", MailServer("mail.example", 465, tls=True, timeout=9)),
        (
            "smtp://me%40x:p%2Fw@mail.example",
            MailServer("mail.example", 25, user="me@x", password="p/w"),
        ),
    ],
)
def test_a_mail_server_is_named_by_a_url(url: str, expected: MailServer) -> None:
    assert MailServer.at(url) == expected


@pytest.mark.parametrize("url", ["http://u:secret@host", "mail.example:25", "smtp://u:secret@"])
def test_a_url_that_names_no_mail_server_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="smtp://host:port") as refusal:
        MailServer.at(url)
    assert "secret" not in str(refusal.value)


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(ValueError, match="startls"):
        MailServer.at("smtp://mail.example?startls=1")


def test_the_password_is_not_shown() -> None:
    server = MailServer.at("smtp://me:secret@mail.example")
    assert "secret" not in repr(server)
