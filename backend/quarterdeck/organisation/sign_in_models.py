"""Beside the password: who a person is to the council's sign-in service, and their second factor."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.db import Base, Key


class ProviderIdentity(Base):
    """Who a person is to an OpenID provider. `authority` and `subject` are the issuer and its word for the person;
    for Entra the tenant and the person's object in it, because its subjects change with the registration.
    """

    __tablename__ = "provider_identity"
    __table_args__ = (
        UniqueConstraint("authority", "subject"),
        UniqueConstraint("person_id", "authority"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    authority: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(300))
    linked_at: Mapped[datetime]


class SecondFactor(Base):
    """A person's authenticator app (RFC 6238). The secret is stored encrypted; it counts once it is confirmed.

    last_step: the newest time step whose code was used; it and those before it count no more.
    """

    __tablename__ = "second_factor"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int]


class RecoveryCode(Base):
    """A code that stands in once for the authenticator app. Only its digest is stored."""

    __tablename__ = "recovery_code"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_sha256: Mapped[str] = mapped_column(String(64), unique=True)
