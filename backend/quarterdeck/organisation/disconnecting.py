"""A person's account at the council's sign-in service is theirs no more, so that another can be connected."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict
from quarterdeck.core.journal import Event
from quarterdeck.organisation.models import SignInSession
from quarterdeck.organisation.people import find_person
from quarterdeck.organisation.records import require
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.sign_in_models import ProviderIdentity


def disconnect(session: Session, actor: Actor, person_id: int) -> None:
    """Forget who a person is to the provider; what began there ends. Raises 404, 403, 409 where they are nobody."""
    person = find_person(session, actor, person_id, for_update=True)
    require(actor, Permission.MANAGE_ACCESS)
    gone = session.scalars(select(ProviderIdentity.id).where(ProviderIdentity.person_id == person.id)).all()
    if not gone:
        raise conflict("This person is connected with no council account.", "not-connected")
    session.execute(delete(ProviderIdentity).where(ProviderIdentity.person_id == person.id))
    session.execute(delete(SignInSession).where(SignInSession.person_id == person.id, SignInSession.by_provider))
    journal.record(session, actor, Event("person.disconnect", "person", person.id))
