"""Posts, which own things while people come and go, and who holds them."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Select, or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal, refs
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.errors import conflict, not_found
from quarterdeck.core.http import changes
from quarterdeck.core.journal import Event
from quarterdeck.core.refs import Referent
from quarterdeck.core.workflow import check_version
from quarterdeck.organisation.grants import check_last_day, day_after, keeping_an_administrator
from quarterdeck.organisation.models import Person, Post, PostHolding, Unit, unit_place
from quarterdeck.organisation.records import (
    check_dates,
    find,
    note_creation,
    note_update,
    refuse_taken,
    require,
    visible,
)
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.people import (
    HoldingCreate,
    HoldingRead,
    HoldingUpdate,
    PostCreate,
    PostRead,
    PostUpdate,
)


def list_posts(actor: Actor, *, code: str | None = None, unit: str | None = None) -> Select[Post]:
    """Posts of the actor's council, by code and by the code of their unit."""
    units = select(Unit.id).where(Unit.council_id == actor.council_id, Unit.code == unit)
    return visible(actor, Post).where(
        true() if code is None else Post.code == code,
        true() if unit is None else Post.unit_id.in_(units),
    )


def create_post(session: Session, actor: Actor, data: PostCreate) -> Post:
    """Add a post to a unit. Raises 422 for a unit that is not the council's, 403, 409 for a code in use."""
    journal.lock(session, actor.council_id)
    unit = require_ours(session, actor, Unit, data.unit_id, "/unit_id")
    require(actor, Permission.MANAGE_ORGANISATION, unit_place(unit))
    refuse_taken(session, select(Post.id).where(Post.council_id == actor.council_id, Post.code == data.code))
    post = Post(council_id=actor.council_id, version=1, **data.model_dump())
    note_creation(session, actor, post, "post", {"code": post.code, "unit_id": post.unit_id})
    return post


def update_post(session: Session, actor: Actor, post_id: int, data: PostUpdate, version: int) -> Post:
    """Rename a post or move it to another unit. Raises 404, 403, 412, 422."""
    post = find(session, actor, Post, post_id, for_update=True)
    require(actor, Permission.MANAGE_ORGANISATION, Place(post.council_id, unit_id=post.unit_id))
    check_version(post, version)
    if data.unit_id is not None:
        require_ours(session, actor, Unit, data.unit_id, "/unit_id")
    note_update(session, actor, post, "post", changes(post, data.given()))
    return post


def add_holding(session: Session, actor: Actor, post_id: int, data: HoldingCreate) -> Post:
    """Let a person hold a post, and with it the roles granted to it. Several may hold one post.

    Raises 404, 403 (holding a post gives access), 422, 409 where the person holds it then already.
    """
    post = find(session, actor, Post, post_id, for_update=True)
    require(actor, Permission.MANAGE_ACCESS)
    require_ours(session, actor, Person, data.person_id, "/person_id")
    valid_from = data.valid_from or clock.today()
    check_dates(valid_from, data.valid_to)
    holding = PostHolding(
        council_id=post.council_id,
        post_id=post.id,
        person_id=data.person_id,
        valid_from=valid_from,
        valid_to=data.valid_to,
    )
    _refuse_double(session, holding)
    session.add(holding)
    post.version += 1
    session.flush()
    _note_holding(session, actor, "post.hold", holding)
    return post


def end_holding(
    session: Session, actor: Actor, post_id: int, holding_id: int, data: HoldingUpdate, version: int
) -> Post:
    """Set the last day on which a person holds a post, or let it run on. `version` is the post's.

    Raises 404, 403, 412, 409, 422.
    """
    post = find(session, actor, Post, post_id, for_update=True)
    query = select(PostHolding).where(PostHolding.post_id == post.id, PostHolding.id == holding_id)
    holding = session.scalars(query.with_for_update()).one_or_none()
    if holding is None:
        raise not_found("holding")
    require(actor, Permission.MANAGE_ACCESS)
    check_version(post, version)
    check_last_day(holding.valid_from, data.valid_to)
    with keeping_an_administrator(session, actor.council_id, day_after(data.valid_to)):
        changed = changes(holding, data.given())
    _refuse_double(session, holding)
    if changed:
        post.version += 1
        session.flush()
        _note_holding(session, actor, "post.end_holding", holding)
    return post


def post_reads(session: Session, actor: Actor, rows: Iterable[Post]) -> list[PostRead]:
    """Posts as they are answered: with who holds them, as far as the actor may see people."""
    rows = list(rows)
    query = select(PostHolding).where(PostHolding.post_id.in_([post.id for post in rows]))
    if not actor.reach(Permission.READ_PERSONAL).everywhere:
        query = query.where(PostHolding.person_id == actor.person_id)
    holdings: dict[int, list[HoldingRead]] = defaultdict(list)
    for holding in session.scalars(query.order_by(PostHolding.valid_from, PostHolding.id)):
        holdings[holding.post_id].append(HoldingRead.model_validate(holding))
    names = PostRead.model_fields.keys() - {"holdings"}
    return [
        PostRead.model_validate({**{name: getattr(post, name) for name in names}, "holdings": holdings[post.id]})
        for post in rows
    ]


def post_read(session: Session, actor: Actor, post: Post) -> PostRead:
    return post_reads(session, actor, [post])[0]


def _refuse_double(session: Session, holding: PostHolding) -> None:
    until = true() if holding.valid_to is None else PostHolding.valid_from <= holding.valid_to
    overlapping = select(PostHolding.id).where(
        PostHolding.post_id == holding.post_id,
        PostHolding.person_id == holding.person_id,
        PostHolding.id.is_distinct_from(holding.id),
        until,
        or_(PostHolding.valid_to.is_(None), PostHolding.valid_to >= holding.valid_from),
    )
    if session.scalar(overlapping.limit(1)) is not None:
        raise conflict("This person holds the post then already.", "taken")


def _note_holding(session: Session, actor: Actor, action: str, holding: PostHolding) -> None:
    detail = {
        "holding_id": holding.id,
        "person_id": holding.person_id,
        "valid_from": holding.valid_from.isoformat(),
        "valid_to": holding.valid_to.isoformat() if holding.valid_to else None,
    }
    journal.record(session, actor, Event(action, "post", holding.post_id, detail))


def _refer(session: Session, actor: Actor, post_id: int) -> Referent | None:
    post = session.scalars(visible(actor, Post).where(Post.id == post_id)).one_or_none()
    return Referent("post", post.id, post.title, Place(post.council_id, unit_id=post.unit_id)) if post else None


refs.register("post", _refer)
