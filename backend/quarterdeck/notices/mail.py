"""A letter as a mail, and giving it to the mail server that the settings name (SMTP, RFC 5321)."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr

from quarterdeck.core import clock
from quarterdeck.core.jobs import GiveUp
from quarterdeck.core.settings import Settings

# For each step of the conversation; all of them together stay below a job's lease.
PATIENCE_SECONDS = 15
# Longer lines would be folded or encoded, and a link that is broken over two lines is no link.
_POLICY = SMTP.clone(max_line_length=250)
# One plain mailbox: what a person's record takes is wider, and some of it would be read as several addresses.
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,183}[A-Za-z0-9])?")


class DeliveryFailed(Exception):
    """The mail server did not take a letter; another attempt may do. Its text names nobody."""


class Undeliverable(GiveUp):
    """This letter will never be taken. The text names nobody."""


@dataclass(frozen=True)
class Letter:
    """A plain-text letter to one address."""

    to: str
    subject: str
    text: str


def message_of(settings: Settings, letter: Letter) -> EmailMessage:
    """The letter as a mail. Raises Undeliverable for an address that is no plain mailbox.

    Header injection has no way in: the address is matched whole, and the standard library refuses line breaks.
    """
    if not _MAILBOX.fullmatch(letter.to):
        raise Undeliverable("the address is no mailbox")
    name, sender = parseaddr(settings.mail_from)
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(name, addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    # No machine is to answer: RFC 3834, and what Exchange goes by.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text)
    return message


def send(settings: Settings, letter: Letter) -> None:
    """Give a letter to the mail server. Raises DeliveryFailed or Undeliverable, neither of which names anybody."""
    message = message_of(settings, letter)
    try:
        with _connected(settings) as server:
            server.send_message(message, parseaddr(settings.mail_from)[1], [letter.to])
    except smtplib.SMTPRecipientsRefused as refused:
        raise _failed("the recipient", *(code for code, _ in refused.recipients.values())) from None
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
        raise _failed("the letter", refused.smtp_code) from None
    except smtplib.SMTPResponseException as refused:
        raise DeliveryFailed(f"the mail server answered {refused.smtp_code}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryFailed(f"the mail server could not be used: {type(error).__name__}") from None


def _connected(settings: Settings) -> smtplib.SMTP:
    """A conversation with the mail server, encrypted and signed in as the settings say."""
    place, patience = (settings.mail_host, settings.mail_port), PATIENCE_SECONDS
    if settings.mail_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=patience, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(*place, timeout=patience)
    try:
        if settings.mail_security == "starttls":
            # Refused where the server offers none: what we send must not go out in clear.
            server.starttls(context=ssl.create_default_context())
        if settings.mail_user:
            server.login(settings.mail_user, settings.mail_password.get_secret_value())
    except BaseException:
        server.close()
        raise
    return server


def _failed(what: str, *codes: int) -> Exception:
    """A refusal with 5xx is for good, with 4xx for now."""
    told = f"the mail server refused {what} ({', '.join(map(str, codes))})"
    return Undeliverable(told) if all(code >= 500 for code in codes) else DeliveryFailed(told)
