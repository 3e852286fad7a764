"""People, posts and who holds them, and role grants."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import MAX_ID, Id, IfMatch, Page, PagingDep, Route, Word, page, set_etag
from quarterdeck.organisation import grants, known_as, people, posts, records
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.models import Person, Post, RoleGrant
from quarterdeck.organisation.roles import Permission, Role
from quarterdeck.organisation.schemas.people import (
    HoldingCreate,
    HoldingUpdate,
    KnownAsRead,
    PersonCreate,
    PersonRead,
    PersonUpdate,
    PostCreate,
    PostRead,
    PostUpdate,
    RoleGrantCreate,
    RoleGrantRead,
    RoleGrantUpdate,
)

router = APIRouter(prefix="/api/v1", tags=["organisation"], route_class=Route)
Manager = Annotated[Actor, needs(Permission.MANAGE_ORGANISATION)]
Administrator = Annotated[Actor, needs(Permission.MANAGE_ACCESS)]
IdQuery = Annotated[int | None, Query(ge=1, le=MAX_ID)]
HeldBy = Annotated[
    int | None,
    Query(ge=1, le=MAX_ID, description="A person's id: their own grants, and those of the posts they hold today."),
]
CREATES = problems(403, 409)
CHANGES = problems(403, 404, 409, 412, 428)


@router.get("/posts")
def list_posts(
    actor: SignedIn, session: SessionDep, paging: PagingDep, code: Word | None = None, unit: Word | None = None
) -> Page[PostRead]:
    """Posts by code. `unit` is a unit's code."""
    query = posts.list_posts(actor, code=code, unit=unit)
    rows, cursor = page(session, query, (Post.code, Post.id), paging, entities=True)
    return Page(items=posts.post_reads(session, actor, rows), next_cursor=cursor)


@router.post("/posts", status_code=201, responses=CREATES)
def create_post(body: PostCreate, actor: Manager, session: SessionDep, response: Response) -> PostRead:
    """Add a post to a unit."""
    post = posts.create_post(session, actor, body)
    set_etag(response, post.version)
    return posts.post_read(session, actor, post)


@router.get("/posts/{post_id}", responses=problems(404))
def read_post(post_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> PostRead:
    """One post."""
    post = records.find(session, actor, Post, post_id)
    set_etag(response, post.version)
    return posts.post_read(session, actor, post)


@router.patch("/posts/{post_id}", responses=CHANGES)
def update_post(
    post_id: Id, body: PostUpdate, version: IfMatch, actor: Manager, session: SessionDep, response: Response
) -> PostRead:
    """Rename a post or move it to another unit."""
    post = posts.update_post(session, actor, post_id, body, version)
    set_etag(response, post.version)
    return posts.post_read(session, actor, post)


@router.post("/posts/{post_id}/holdings", status_code=201, responses=problems(403, 404, 409))
def create_holding(
    post_id: Id, body: HoldingCreate, actor: Administrator, session: SessionDep, response: Response
) -> PostRead:
    """Let a person hold the post, and with it the roles granted to it."""
    post = posts.add_holding(session, actor, post_id, body)
    set_etag(response, post.version)
    return posts.post_read(session, actor, post)


@router.patch("/posts/{post_id}/holdings/{holding_id}", responses=CHANGES)
def update_holding(
    post_id: Id,
    holding_id: Id,
    body: HoldingUpdate,
    version: IfMatch,
    actor: Administrator,
    session: SessionDep,
    response: Response,
) -> PostRead:
    """Set the last day on which a person holds the post. The version is the post's."""
    post = posts.end_holding(session, actor, post_id, holding_id, body, version)
    set_etag(response, post.version)
    return posts.post_read(session, actor, post)


@router.get("/people")
def list_people(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    email: Annotated[str | None, Query(max_length=254)] = None,
    active: bool | None = None,
) -> Page[PersonRead]:
    """People by name, for those who may read personal data; everyone else finds themselves alone."""
    query = people.list_people(actor, email=email, active=active)
    rows, cursor = page(session, query, (Person.name, Person.id), paging, entities=True)
    return Page(items=people.person_reads(session, actor, rows), next_cursor=cursor)


@router.get("/people/known-as")
def list_known_as(actor: SignedIn, session: SessionDep, paging: PagingDep) -> Page[KnownAsRead]:
    """Everybody by the words this caller may read: their name for who may read personal data, else their post."""
    rows, cursor = page(session, known_as.list_known_as(actor, clock.today()), (Person.id,), paging)
    items = [KnownAsRead(person_id=row.id, known_as=known_as.known_as(actor, row)) for row in rows]
    return Page(items=items, next_cursor=cursor)


@router.post("/people", status_code=201, responses=problems(403, 409, 503))
def create_person(body: PersonCreate, actor: Administrator, session: SessionDep, response: Response) -> PersonRead:
    """Add a person, with a local account where a password is given."""
    person = people.create_person(session, actor, body)
    set_etag(response, person.version)
    return people.person_read(session, actor, person)


# Digits alone: /people/known-as is an address of its own, which takes no PATCH.
@router.get("/people/{person_id:int}", responses=problems(404))
def read_person(person_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> PersonRead:
    """One person: oneself, or anybody for those who may read personal data."""
    person = people.find_person(session, actor, person_id)
    set_etag(response, person.version)
    return people.person_read(session, actor, person)


@router.patch("/people/{person_id:int}", responses=problems(403, 404, 409, 412, 428, 503))
def update_person(
    person_id: Id,
    body: PersonUpdate,
    version: IfMatch,
    actor: Administrator,
    session: SessionDep,
    response: Response,
) -> PersonRead:
    """Change a person, give them a new password, or disable them, which signs them out at once."""
    person = people.update_person(session, actor, person_id, body, version)
    set_etag(response, person.version)
    return people.person_read(session, actor, person)


@router.get("/role-grants")
def list_role_grants(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    role: Role | None = None,
    person_id: IdQuery = None,
    post_id: IdQuery = None,
    held_by: HeldBy = None,
) -> Page[RoleGrantRead]:
    """Grants, past ones as well, for those who manage access; everyone else finds their own."""
    query = grants.list_grants(actor, role=role, person_id=person_id, post_id=post_id, held_by=held_by)
    rows, cursor = page(session, query, (RoleGrant.id,), paging, entities=True)
    return Page(items=grants.grant_reads(session, actor, rows), next_cursor=cursor)


@router.post("/role-grants", status_code=201, responses=CREATES)
def create_role_grant(
    body: RoleGrantCreate, actor: Administrator, session: SessionDep, response: Response
) -> RoleGrantRead:
    """Give a role in a scope to a person or a post."""
    grant = grants.grant_role(session, actor, body)
    set_etag(response, grant.version)
    return grants.grant_read(session, actor, grant)


@router.get("/role-grants/{grant_id}", responses=problems(404))
def read_role_grant(grant_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> RoleGrantRead:
    """One grant."""
    grant = grants.find_grant(session, actor, grant_id)
    set_etag(response, grant.version)
    return grants.grant_read(session, actor, grant)


@router.patch("/role-grants/{grant_id}", responses=CHANGES)
def update_role_grant(
    grant_id: Id,
    body: RoleGrantUpdate,
    version: IfMatch,
    actor: Administrator,
    session: SessionDep,
    response: Response,
) -> RoleGrantRead:
    """Set a grant's last day. The last administrator's role stays."""
    grant = grants.end_grant(session, actor, grant_id, body, version)
    set_etag(response, grant.version)
    return grants.grant_read(session, actor, grant)
