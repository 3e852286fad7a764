"""Councils, units, posts, people, portfolios, bodies, meetings, evidence, role grants, accounts and sessions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.actor import Place, Scope
from quarterdeck.core.db import Base, Code, Key, Name, one_of


class UnitKind(StrEnum):
    COUNCIL = "council"
    DIRECTORATE = "directorate"
    SERVICE = "service"
    TEAM = "team"


class BodyKind(StrEnum):
    CABINET = "cabinet"
    SCRUTINY = "scrutiny"
    COMMITTEE = "committee"
    FULL_COUNCIL = "full_council"
    CMT = "cmt"
    PROGRESS_GROUP = "progress_group"
    TASK_AND_FINISH = "task_and_finish"
    AUDIT = "audit"


MEMBER_BODIES = frozenset(
    {
        BodyKind.CABINET,
        BodyKind.SCRUTINY,
        BodyKind.COMMITTEE,
        BodyKind.FULL_COUNCIL,
        BodyKind.TASK_AND_FINISH,
        BodyKind.AUDIT,
    }
)
"""Bodies of elected members: an edition issued to one of them locks what it pins."""


class Council(Base):
    """A council in this deployment. `provisional` until an administrator confirms what backfill made of a name."""

    __tablename__ = "council"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    gss_code: Mapped[str | None] = mapped_column(String(9))
    name: Mapped[Name]
    provisional: Mapped[bool]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    # How its screens look: `#rrggbb`, dark enough for white text; and which logo, by its content.
    colour: Mapped[str | None] = mapped_column(String(7))
    logo_sha256: Mapped[str | None] = mapped_column(String(64))
    # The day on which somebody put the list of first steps away.
    set_up_put_away_on: Mapped[date | None]
    version: Mapped[int]


class CouncilLogo(Base):
    """A council's logo, small enough to be kept beside its record, so that every backup holds it."""

    __tablename__ = "council_logo"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), primary_key=True, autoincrement=False)
    media_type: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class SetUpCode(Base):
    """What lets one person, who can read the server's own words, set an empty installation up. Stored as a digest."""

    __tablename__ = "set_up_code"

    id: Mapped[Key]
    code_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]


class Unit(Base):
    """An organisation unit. One tree a council; the root is the council itself."""

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("council_id", "code"),
        Index("ix_unit_parent", "council_id", "parent_id"),
        one_of("kind", UnitKind),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="dates"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="parent"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[Code]
    name: Mapped[Name]
    kind: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    version: Mapped[int]


class UnitSuccession(Base):
    """That one unit took over from another, since a day."""

    __tablename__ = "unit_succession"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    since: Mapped[date]


class Post(Base):
    """A post ("Head of Housing"): what owns things, while people come and go."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("council_id", "code"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[Code]
    title: Mapped[Name]
    version: Mapped[int]


class Person(Base):
    """Somebody who can sign in or hold a post. Personal data: history keeps the id, a leaver's name can be erased.

    invited_at: when they were last sent or handed an invitation. signed_in_at: when they last signed in. left_on:
    their last day, on the evening of which they are disabled.
    """

    __tablename__ = "person"

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    name: Mapped[Name]
    active: Mapped[bool]
    invited_at: Mapped[datetime | None]
    signed_in_at: Mapped[datetime | None]
    left_on: Mapped[date | None]
    version: Mapped[int]


class PostHolding(Base):
    """That a person holds a post, from and to (inclusive) a day."""

    __tablename__ = "post_holding"
    __table_args__ = (Index("ix_post_holding_person", "council_id", "person_id"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Portfolio(Base):
    """A Cabinet member's area of responsibility. Renamed and handed on: the code stays."""

    __tablename__ = "portfolio"
    __table_args__ = (UniqueConstraint("council_id", "code"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    code: Mapped[Code]
    name: Mapped[Name]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    version: Mapped[int]


class Body(Base):
    """A body that meets, reviews or decides: Cabinet, Overview and Scrutiny, CMT, a Progress Group."""

    __tablename__ = "body"
    __table_args__ = (UniqueConstraint("council_id", "code"), one_of("kind", BodyKind))

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    code: Mapped[Code]
    name: Mapped[Name]
    kind: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    version: Mapped[int]

    @property
    def of_members(self) -> bool:
        return self.kind in MEMBER_BODIES


class Meeting(Base):
    """A meeting of a body on a day."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("council_id", "body_id", "held_on"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    held_on: Mapped[date]
    title: Mapped[Name]
    public: Mapped[bool]
    version: Mapped[int]


class EvidenceFile(Base):
    """A stored file, once for each content: its bytes lie in the data folder under its SHA-256."""

    __tablename__ = "evidence_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))


class Evidence(Base):
    """That a file is evidence of something: a typed reference to what it belongs to."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_subject", "council_id", "kind", "subject_id"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    sha256: Mapped[str] = mapped_column(ForeignKey("evidence_file.sha256"))
    filename: Mapped[Name]
    note: Mapped[str]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]


class RoleGrant(Base):
    """A role in a scope between two days, held by a person or by a post (then by whoever holds the post).

    by_provider: given by the council's sign-in service, which alone takes it away.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        one_of("scope", Scope),
        CheckConstraint("(person_id IS NULL) <> (post_id IS NULL)", name="holder"),
        CheckConstraint("(scope = 'council') = (scope_id IS NULL)", name="scope_id"),
        Index("ix_role_grant_person", "council_id", "person_id"),
        Index("ix_role_grant_post", "council_id", "post_id"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    role: Mapped[str] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(String(20))
    scope_id: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    by_provider: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int]


class Delegation(Base):
    """That a person acts with the roles of another between two days. It is not handed on, and it always ends."""

    __tablename__ = "delegation"
    __table_args__ = (
        Index("ix_delegation_to", "council_id", "to_person_id"),
        CheckConstraint("from_person_id <> to_person_id", name="two_people"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    from_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    to_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    reason: Mapped[str]
    version: Mapped[int]


class LocalAccount(Base):
    """A password (argon2id) for a person, where the council's own sign-in service is not used."""

    __tablename__ = "local_account"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    password_hash: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]


class PasswordReset(Base):
    """A link with which a person chooses a new password once. Only the digest of its token is stored.

    by_mail: it was mailed (`sent_at`) at somebody's asking; otherwise an administrator handed it over.
    invitation: it is for the first password of somebody who was invited.
    """

    __tablename__ = "password_reset"
    __table_args__ = (Index("ix_password_reset_person", "council_id", "person_id"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    by_mail: Mapped[bool]
    invitation: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]


class ApiClient(Base):
    """Another program that talks to us: what it is for, and the post or person to ask about it."""

    __tablename__ = "api_client"
    __table_args__ = (
        UniqueConstraint("council_id", "name"),
        CheckConstraint("(contact_post_id IS NULL) <> (contact_person_id IS NULL)", name="contact"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    name: Mapped[Name]
    purpose: Mapped[str]
    contact_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    contact_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    active: Mapped[bool]
    version: Mapped[int]


class ApiToken(Base):
    """What a client shows: `qd_<id>_<secret>`. Only the secret's digest is stored, and its first letters.

    unit_ids, indicator_ids: what it is limited to, by id; null for no limit. It works to the end of `expires_on`.
    """

    __tablename__ = "api_token"
    __table_args__ = (Index("ix_api_token_client", "council_id", "client_id"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("api_client.id"))
    name: Mapped[Name]
    secret_sha256: Mapped[str] = mapped_column(String(64))
    secret_start: Mapped[str] = mapped_column(String(8))
    scopes: Mapped[list[Any]]
    unit_ids: Mapped[list[Any] | None]
    indicator_ids: Mapped[list[Any] | None]
    expires_on: Mapped[date]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class SignInSession(Base):
    """A signed-in browser. Only the digest of its cookie is stored.

    by_provider: it began with the council's sign-in service. id_token: what that said then, to end its session too.
    """

    __tablename__ = "sign_in_session"

    id: Mapped[Key]
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    by_provider: Mapped[bool] = mapped_column(default=False)
    id_token: Mapped[str | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SignInAttempt(Base):
    """A failed sign-in, counted against the address and the account for five minutes. Both are stored as digests."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_key", "key_sha256", "at"),)

    id: Mapped[Key]
    key_sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


def unit_place(unit: Unit) -> Place:
    """Where a unit's own records belong."""
    return Place(unit.council_id, unit_id=unit.id)
