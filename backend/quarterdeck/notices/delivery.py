"""Mail as the worker sends it: a job for each letter, tried again for half an hour while the mail server is away."""

from datetime import timedelta

from sqlalchemy.orm import Session

from quarterdeck.core import jobs
from quarterdeck.core.db import Database
from quarterdeck.core.jobs import Job
from quarterdeck.core.outbox import OutboxMessage
from quarterdeck.notices import letters, mail
from quarterdeck.organisation import resets

PASSWORD_RESET = "mail_password_reset"  # noqa: S105 - what a job is called
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20))


def hear(session: Session, message: OutboxMessage) -> None:
    """Turn what the outbox tells into letters to be mailed, where mail is wanted of it."""
    if message.topic == resets.ASKED and message.subject_id:
        jobs.put(session, message.council_id, PASSWORD_RESET, {}, person_id=message.subject_id)


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


jobs.register_apart(PASSWORD_RESET, mail_password_reset, PAUSES)
