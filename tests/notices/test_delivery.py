"""From asking for a new password to the mail, through the worker and a real mail server."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quarterdeck.core import clock, jobs
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.jobs import Job
from quarterdeck.core.outbox import OutboxMessage
from quarterdeck.core.settings import Settings
from quarterdeck.migrations.models import metadata
from quarterdeck.notices import delivery
from quarterdeck.organisation import invitations
from quarterdeck.organisation.models import Council, PasswordReset
from quarterdeck.worker import Worker
from tests.builders import CouncilBuilder
from tests.faults.conftest import standing
from tests.notices.mail_server import MailServer, mail_server
from tests.organisation.accounts import sign_in, with_account
from tests.web import WebClient

pytestmark = pytest.mark.both

__all__ = ["standing"]
NOON = datetime(2031, 9, 5, 12, tzinfo=UTC)
NEW = "five quite new words"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def mailing(database: Database, server: MailServer, mail_settings: Callable[..., Settings]) -> Iterator[Database]:
    """The database of an installation that has mail."""
    plain = database.settings
    set_up = mail_settings(server.port)
    names = [name for name in Settings.model_fields if name.startswith("mail_")] + ["public_base_url"]
    database.settings = plain.model_copy(update={name: getattr(set_up, name) for name in names})
    yield database
    database.settings = plain


@pytest.fixture
def client(mailing: Database, council: CouncilBuilder) -> Iterator[WebClient]:
    with WebClient(mailing, council) as client:
        # The cookie of an installation with https goes by https.
        client.base_url = "https://testserver"  # type: ignore[assignment]
        yield client


def _work(database: Database) -> None:
    worker = Worker(database)
    while worker.work_once():
        pass


def _ask(client: WebClient, email: str) -> None:
    answer = client.change("POST", "/session/password-resets", {"email": email})
    assert (answer.status_code, answer.json()) == (202, {"mail_enabled": True})


def _token(server: MailServer) -> str:
    link = next(line for line in server.taken[-1][1].get_content().splitlines() if "#token=" in line)
    assert link.startswith("https://performance.example.test/reset-password#token=")
    return str(link.partition("#token=")[2])


def _use(client: WebClient, token: str) -> Any:
    return client.change("POST", "/session/password-resets/use", {"token": token, "new_password": NEW})


def test_whoever_asks_is_mailed_a_link_that_gives_a_new_password(
    client: WebClient, council: CouncilBuilder, mailing: Database, server: MailServer
) -> None:
    email = with_account(council, council.person("service_manager"))
    _ask(client, email)
    _work(mailing)
    assert [recipients for recipients, _ in server.taken] == [[email]]
    assert council.council.name in server.taken[0][1].get_content()
    assert _use(client, _token(server)).status_code == 204
    assert sign_in(client, email, NEW).status_code == 200


def test_nobody_else_is_mailed_anything(
    client: WebClient, council: CouncilBuilder, mailing: Database, server: MailServer, session: Session
) -> None:
    disabled = council.person("auditor")
    email = with_account(council, disabled)
    disabled.active = False
    council.session.commit()
    for address in (email, "nobody@example.test", str(council.person("analyst").email)):
        _ask(client, address)
    _work(mailing)
    assert server.taken == []
    assert session.scalars(select(PasswordReset)).all() == []
    assert all(each.told_at for each in session.scalars(select(OutboxMessage)))


def test_somebody_disabled_after_asking_is_mailed_nothing(
    client: WebClient, council: CouncilBuilder, mailing: Database, server: MailServer
) -> None:
    person = council.person("auditor")
    _ask(client, with_account(council, person))
    person.active = False
    council.session.commit()
    _work(mailing)
    assert server.taken == []


def test_while_the_mail_server_is_away_it_is_tried_again_and_the_last_link_works(
    client: WebClient, council: CouncilBuilder, mailing: Database, server: MailServer, session: Session
) -> None:
    email = with_account(council, council.person("service_manager"))
    server.refuse_letter = "451 come back later"
    with clock.set_to(NOON):
        _ask(client, email)
        _work(mailing)
    job = session.scalars(select(Job)).one()
    assert (job.state, job.attempts, job.error) == (
        "waiting",
        1,
        "DeliveryFailed: the mail server refused the letter (451)",
    )
    with clock.set_to(NOON + timedelta(seconds=59)):
        _work(mailing)
    assert server.taken == []
    server.refuse_letter = ""
    with clock.set_to(NOON + timedelta(seconds=61)):
        _work(mailing)
        assert len(server.taken) == 1
        assert _use(client, _token(server)).status_code == 204
    session.expire_all()
    assert (job.state, job.attempts) == ("done", 2)
    assert len(session.scalars(select(PasswordReset)).all()) == 2, "an attempt has a link of its own"


def test_a_server_that_stays_away_is_given_up_after_half_an_hour(
    client: WebClient, council: CouncilBuilder, mailing: Database, server: MailServer, session: Session
) -> None:
    server.refuse_letter = "451 come back later"
    with clock.set_to(NOON):
        _ask(client, with_account(council, council.person("service_manager")))
    moment = NOON
    for pause in (timedelta(0), *delivery.PAUSES):
        moment += pause + timedelta(seconds=1)
        with clock.set_to(moment):
            _work(mailing)
    job = session.scalars(select(Job)).one()
    assert (job.state, job.attempts) == ("failed", 4)
    assert moment - NOON < timedelta(minutes=30)


def test_an_address_that_is_refused_for_good_is_tried_once(
    client: WebClient, council: CouncilBuilder, mailing: Database, server: MailServer, session: Session
) -> None:
    server.refuse_recipient = "550 no such user"
    _ask(client, with_account(council, council.person("service_manager")))
    _work(mailing)
    job = session.scalars(select(Job)).one()
    assert (job.state, job.attempts) == ("failed", 1)
    assert "@" not in str(job.error)


def test_no_token_waits_in_the_database(
    client: WebClient, council: CouncilBuilder, mailing: Database, server: MailServer, session: Session
) -> None:
    _ask(client, with_account(council, council.person("service_manager")))
    _work(mailing)
    token = _token(server)
    for table in metadata.sorted_tables:
        assert token not in str(session.execute(select(table)).all()), table.name


@pytest.mark.slow
def test_others_write_while_the_mail_server_is_talked_to(
    standing: Database, mail_settings: Callable[..., Settings]
) -> None:
    """On SQLite everybody else would wait for as long as a mail server takes to answer."""
    wrote = []

    class Slow(MailServer):
        async def handle_DATA(self, *_: Any) -> str:
            with standing.transaction() as other:
                other.execute(update(Council).values(name="Renamed"))
                wrote.append(other.scalars(select(PasswordReset)).one().sent_at)
            return "250 OK"

    with standing.writers() as session, mail_server(made=Slow) as server:
        council, plain = CouncilBuilder(session), standing.settings
        person = council.person("service_manager")
        with_account(council, person)
        number = jobs.put(session, council.id, delivery.PASSWORD_RESET, {}, person_id=person.id).id
        session.commit()
        standing.settings = mail_settings(server.port)
        try:
            delivery.mail_password_reset(standing, number)
        finally:
            standing.settings = plain
        assert wrote == [None]
        assert session.scalars(select(PasswordReset)).one().sent_at is not None
        session.commit()


def test_an_invitation_is_mailed_with_a_link_for_a_first_password(
    client: WebClient, council: CouncilBuilder, mailing: Database, server: MailServer
) -> None:
    person = council.person("service_manager")
    invitations.invite_people(council.session, Actor.system(council.id), [person.id])
    council.session.commit()
    _work(mailing)
    recipients, mail = server.taken[0]
    assert recipients == [person.email]
    assert council.council.name in mail.get_content()
    assert "within a week" in mail.get_content()
    assert _use(client, _token(server)).status_code == 204
    assert sign_in(client, str(person.email), NEW).status_code == 200
