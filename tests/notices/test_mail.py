"""A letter as a mail, and giving it to a real mail server."""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from quarterdeck.core import clock
from quarterdeck.core.settings import Settings
from quarterdeck.notices import letters, mail
from quarterdeck.notices.mail import DeliveryFailed, Letter, Undeliverable
from tests.notices.conftest import PUBLIC, SENDER
from tests.notices.mail_server import mail_server

LINK = f"{PUBLIC}/reset-password#token=" + "x" * 43
LETTER = letters.password_reset("officer@example.test", "Example Borough Council", LINK)
NOON = datetime(2024, 1, 8, 12, tzinfo=UTC)

Make = Callable[..., Settings]


def test_a_letter_arrives_as_it_was_written(mail_settings: Make) -> None:
    with mail_server() as server, clock.set_to(NOON):
        mail.send(mail_settings(server.port), LETTER)
    [(recipients, message)] = server.taken
    assert recipients == ["officer@example.test"]
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n").strip() == LETTER.text.strip()
    assert LINK in message.get_content().splitlines(), "whole, on a line of its own"
    assert (message["From"], message["To"], message["Subject"]) == (SENDER, "officer@example.test", LETTER.subject)
    assert message["Date"].datetime == NOON
    assert message["Message-ID"].endswith("@example.test>")
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_councils_name_in_welsh_arrives(mail_settings: Make) -> None:
    name = "Cyngor Sir Ynys Môn, Tŷ'r Cyngor"
    with mail_server() as server:
        mail.send(mail_settings(server.port), letters.password_reset("officer@example.test", name, LINK))
    assert name in server.taken[0][1].get_content()
    assert LINK in server.taken[0][1].get_content()


# The server knows that it listens in clear; not that TLS was there before it.
@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize("starttls", [True, False])
def test_mail_goes_encrypted_and_signed_in(mail_settings: Make, trusted: ssl.SSLContext, starttls: bool) -> None:
    with mail_server(trusted, starttls=starttls, password="a secret") as server:
        more = {"mail_security": "starttls" if starttls else "tls", "mail_user": "quarterdeck"}
        mail.send(mail_settings(server.port, mail_password="a secret", **more), LETTER)
        with pytest.raises(DeliveryFailed, match="535"):
            mail.send(mail_settings(server.port, mail_password="another", **more), LETTER)
    assert server.signed_in_as == ["quarterdeck"]
    assert len(server.taken) == 1
    assert starttls is False or server.encrypted == [True]


def test_what_is_to_be_encrypted_is_never_sent_in_clear(mail_settings: Make) -> None:
    with mail_server() as server, pytest.raises(DeliveryFailed):
        mail.send(mail_settings(server.port, mail_security="starttls"), LETTER)
    assert server.taken == []


def test_a_certificate_that_nobody_vouches_for_is_refused(
    mail_settings: Make, trusted: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with mail_server(trusted, starttls=True) as server, pytest.raises(DeliveryFailed, match="SSLCertVerification"):
        mail.send(mail_settings(server.port, mail_security="starttls"), LETTER)
    assert server.taken == []


@pytest.mark.parametrize(
    "answers, error",
    [
        ({"refuse_recipient": "550 no such user officer@example.test"}, Undeliverable),
        ({"refuse_recipient": "450 try later officer@example.test"}, DeliveryFailed),
        ({"refuse_letter": "554 we do not like it"}, Undeliverable),
        ({"refuse_letter": "451 come back"}, DeliveryFailed),
    ],
)
def test_a_refusal_is_for_good_or_for_now_and_names_nobody(
    mail_settings: Make, answers: dict[str, str], error: type[Exception]
) -> None:
    with mail_server() as server:
        for name, answer in answers.items():
            setattr(server, name, answer)
        with pytest.raises(error) as refused:
            mail.send(mail_settings(server.port), LETTER)
    assert "@" not in str(refused.value)
    assert next(iter(answers.values()))[:3] in str(refused.value)


def test_a_server_that_is_away_is_for_now(mail_settings: Make) -> None:
    with mail_server() as server:
        port = server.port
    with pytest.raises(DeliveryFailed, match="ConnectionRefused"):
        mail.send(mail_settings(port), LETTER)


@pytest.mark.parametrize(
    "address",
    [
        "officer@example.test\r\nBcc: everybody@example.test",
        "officer@example.test\nSubject: Something else",
        "officer@example.test,everybody@example.test",
        "<officer@example.test>",
        '"a b"@example.test',
        "officer@example.test;x",
        "officer@[127.0.0.1]",
        "officer",
        "",
        "officer@example.test SIZE=1",
    ],
)
def test_nothing_but_one_plain_mailbox_is_written_to(mail_settings: Make, address: str) -> None:
    with mail_server() as server, pytest.raises(Undeliverable):
        mail.send(mail_settings(server.port), Letter(address, "Subject", "Text"))
    assert server.taken == []


def test_no_header_is_slipped_in_with_a_subject_or_a_text(mail_settings: Make) -> None:
    settings = mail_settings(25)
    with pytest.raises(ValueError):
        mail.message_of(settings, Letter("officer@example.test", "Hello\r\nBcc: everybody@example.test", "Text"))
    name = "Example\r\nBcc: everybody@example.test\r\n\r\nCouncil"
    with mail_server() as server:
        mail.send(mail_settings(server.port), letters.password_reset("officer@example.test", name, LINK))
    [(recipients, message)] = server.taken
    assert recipients == ["officer@example.test"]
    assert message["Bcc"] is None


@pytest.mark.parametrize(
    "given, told",
    [
        ({"mail_from": ""}, "MAIL_FROM"),
        ({"public_base_url": ""}, "PUBLIC_BASE_URL"),
        ({"mail_user": "quarterdeck"}, "MAIL_SECURITY"),
    ],
)
def test_mail_that_is_set_up_by_half_is_told_at_the_start_without_the_password(
    mail_settings: Make, given: dict[str, Any], told: str
) -> None:
    with pytest.raises(ValidationError, match=told) as refused:
        mail_settings(25, mail_password="a secret", **given)
    assert "a secret" not in str(refused.value)
    assert "a secret" not in repr(mail_settings(25, mail_password="a secret"))
