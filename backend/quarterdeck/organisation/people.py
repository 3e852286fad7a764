"""People: who can sign in or hold a post. Personal data: seen by whoever may read it, and by oneself."""

from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.organisation.models import Council, Person
from quarterdeck.organisation.schemas.session import GrantRead, SessionRead


def session_read(session: Session, actor: Actor) -> SessionRead:
    """Who is signed in, as it is answered to themselves."""
    person = session.get_one(Person, actor.person_id)
    council = session.get_one(Council, actor.council_id)
    return SessionRead(
        person_id=person.id,
        name=person.name,
        council_id=council.id,
        council_code=council.code,
        council_name=council.name,
        roles=sorted(actor.roles),
        permissions=sorted(frozenset[str]().union(*(grant.permissions for grant in actor.grants))),
        grants=[
            GrantRead(
                role=grant.role,
                scope=grant.scope,
                scope_id=grant.scope_id,
                unit_ids=sorted(grant.unit_ids),
                permissions=sorted(grant.permissions),
            )
            for grant in actor.grants
        ],
        post_ids=sorted(actor.post_ids),
    )
