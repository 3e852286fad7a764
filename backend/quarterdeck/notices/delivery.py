"""Mail as the worker sends it: a job for each letter, tried again for half an hour while the mail server is away."""

from datetime import timedelta

from sqlalchemy.orm import Session

from quarterdeck.core import jobs
from quarterdeck.core.db import Database
from quarterdeck.core.jobs import GiveUp, Job
from quarterdeck.core.outbox import OutboxMessage
from quarterdeck.notices import letters, mail
from quarterdeck.organisation import invitations, resets

PASSWORD_RESET = "mail_password_reset"  # noqa: S105 - what a job is called
INVITATION = "mail_invitation"
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20))


def hear(session: Session, message: OutboxMessage) -> None:
    """Turn what the outbox tells into letters to be mailed, where mail is wanted of it."""
    if message.topic == resets.ASKED and message.subject_id:
        jobs.put(session, message.council_id, PASSWORD_RESET, {}, person_id=message.subject_id)
    if message.topic == invitations.INVITED:
        jobs.put(session, message.council_id, INVITATION, {}, person_id=message.subject_id)


def mail_password_reset(database: Database, job_id: int) -> None:
    """Make a link for a new password and mail it.

    The link is made here, so that its token waits in no table; every attempt makes another, which ends the one before.
    No transaction is open while the mail server is talked to: on SQLite nobody else could write meanwhile.
    """
    with database.transaction() as session:
        job = session.get_one(Job, job_id)
        made = resets.make_for_mail(session, job.council_id, job.person_id or 0)
    if made is None:
        return
    link = resets.link_of(database.settings, made.reset.token)
    mail.send(database.settings, letters.password_reset(made.email, made.council_name, link))
    with database.transaction() as session:
        resets.note_sent(session, made.reset.id)


def mail_invitation(database: Database, job_id: int) -> None:
    """Mail an invitation, with a link for a first password where people have passwords here."""
    settings = database.settings
    if not settings.mail_enabled:
        raise GiveUp("no mail is set up")
    with database.transaction() as session:
        job = session.get_one(Job, job_id)
        made = invitations.make_for_mail(session, settings, job.council_id, job.person_id or 0)
    if made is None:
        return
    link = invitations.link_of(settings, made.reset.token if made.reset else "")
    also = settings.oidc_name if settings.oidc_enabled and settings.local_passwords else None
    mail.send(settings, letters.invitation(made.email, made.council_name, link, made.reset is not None, also))
    if made.reset is not None:
        with database.transaction() as session:
            resets.note_sent(session, made.reset.id)


jobs.register_apart(INVITATION, mail_invitation, PAUSES)
jobs.register_apart(PASSWORD_RESET, mail_password_reset, PAUSES)
