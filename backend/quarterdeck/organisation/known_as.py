"""Who a person's id means, in words that this caller may read: a name is personal data, an office is not."""

from datetime import date

from sqlalchemy import Row, Select, func, select

from quarterdeck.core.actor import Actor
from quarterdeck.organisation.models import Person, Post, PostHolding
from quarterdeck.organisation.roles import Permission

NO_POST = "Somebody without a post"


def list_known_as(actor: Actor, day: date) -> Select[int, str, str | None]:
    """Everybody of the actor's council: id, name, and the post last held by `day`. Columns, no entities."""
    newest_first = (PostHolding.valid_from.desc(), PostHolding.id.desc())
    held = (
        select(
            PostHolding.person_id,
            Post.title,
            func.row_number().over(partition_by=PostHolding.person_id, order_by=newest_first).label("place"),
        )
        .join(Post, Post.id == PostHolding.post_id)
        .where(PostHolding.council_id == actor.council_id, PostHolding.valid_from <= day)
        .subquery()
    )
    return (
        select(Person.id, Person.name, held.c.title)
        .outerjoin(held, (held.c.person_id == Person.id) & (held.c.place == 1))
        .where(Person.council_id == actor.council_id)
    )


def known_as(actor: Actor, person: Row[int, str, str | None]) -> str:
    """The words for one of them: the name for whoever may read personal data, and for oneself; else the post."""
    if person.id == actor.person_id or actor.reach(Permission.READ_PERSONAL).everywhere:
        name: str = person.name
        return name
    return person.title or NO_POST
