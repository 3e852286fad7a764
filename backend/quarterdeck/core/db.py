"""Engines, sessions and the base of every model: the only place (beside the worker) that commits."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self, TypeVar

import anyio
from fastapi import Depends, Request
from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Connection,
    Date,
    DateTime,
    Dialect,
    Double,
    Engine,
    Integer,
    MetaData,
    String,
    Text,
    create_engine,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Session, aliased, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator
from starlette.concurrency import run_in_threadpool

from quarterdeck.core.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OVERFLOW = 8
"""Connections of each engine beside those that requests take turns with."""


class Moment(TypeDecorator[datetime]):
    """An instant: aware UTC in Python; `timestamptz` on PostgreSQL, ISO text that sorts on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.isoformat(timespec="microseconds") if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)


BigInt = BigInteger().with_variant(Integer(), "sqlite")
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

Key = Annotated[int, mapped_column(BigInt, primary_key=True, autoincrement=True)]
Name = Annotated[str, mapped_column(String(300))]
Code = Annotated[str, mapped_column(String(64))]


class Base(DeclarativeBase):
    """Base of every model. Relationships, where there are any, are `lazy="raise_on_sql"`."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInt,
        float: Double(),
        str: Text(),
        datetime: Moment(),
        date: Date(),
        dict[str, Any]: Json,
        list[Any]: Json,
    }


class Database:
    """One database: an engine that writes and one that only reads, and how sessions come from them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.writing_engine = _engine(settings, read_only=False)
        self.reading_engine = _engine(settings, read_only=True)
        self.writers = sessionmaker(self.writing_engine, expire_on_commit=False)
        self.readers = sessionmaker(self.reading_engine, expire_on_commit=False)
        self._turns_to_write = anyio.CapacityLimiter(settings.database_pool_size)
        self._turns_to_read = anyio.CapacityLimiter(settings.database_pool_size)
        # As many as there are connections beside those of the turns.
        self._turns_elsewhere = anyio.CapacityLimiter(OVERFLOW)

    @property
    def dialect(self) -> str:
        return self.writing_engine.dialect.name

    def turn(self, method: str, *, elsewhere: bool = False) -> anyio.CapacityLimiter:
        """What a request holds while it works, so that no more run at once than there are connections.

        elsewhere: it waits on another service, and so holds nobody's turn to read or write.

        A request uses a thread for its session and again for its work. Without turns, requests that
        hold a connection (on SQLite: the writer's lock) wait for threads that wait for connections.
        """
        if elsewhere:
            return self._turns_elsewhere
        return self._turns_to_read if method in SAFE_METHODS else self._turns_to_write

    def bind_to(self, connection: Connection) -> None:
        """Make every session join `connection`'s transaction: how a test keeps its changes to itself."""
        for sessions in (self.writers, self.readers):
            sessions.configure(bind=connection, join_transaction_mode="create_savepoint")

    def unbind(self) -> None:
        """Undo `bind_to`."""
        self.writers.configure(bind=self.writing_engine, join_transaction_mode="conditional_savepoint")
        self.readers.configure(bind=self.reading_engine, join_transaction_mode="conditional_savepoint")

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is committed when the block ends well, and rolled back otherwise."""
        with self.writers() as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that cannot write; every query in it sees one snapshot."""
        with self.readers() as session:
            yield session

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.writing_engine.dispose()
        self.reading_engine.dispose()


M = TypeVar("M", bound=Base)


def shared_alias(model: type[M], name: str) -> type[M]:
    """An alias of a table that all queries share: to make one takes milliseconds. Call it as a module is imported.

    Every column is named here and now. SQLAlchemy would look each up when it is first used, and of two requests that
    do so at the same time one may find the plain table's column, which then stays in the alias until the server ends.
    """
    made = aliased(model, name=name)
    for key in model.__mapper__.columns.keys():  # noqa: SIM118 (a collection of columns is walked by column)
        getattr(made, key).expression  # noqa: B018 (looking is what is needed)
    return made


async def get_session(request: Request) -> AsyncIterator[Session]:
    """The request's one transaction. Use through `SessionDep`: it commits before the response is sent.

    To open a session asks nothing of the database yet; what ends it does, and so works in a thread.
    """
    database: Database = request.app.state.database
    reads = request.method in SAFE_METHODS
    # Whoever looked for an answer that is kept ready has begun it.
    begun: Session | None = getattr(request.state, "session", None)
    session = begun or (database.readers() if reads else database.writers())
    request.state.session = session
    try:
        yield session
        if not reads:
            await run_in_threadpool(session.commit)
    finally:
        with anyio.CancelScope(shield=True):
            await run_in_threadpool(session.close)


# scope="function" ends the dependency before the answer leaves; FastAPI's default would
# commit afterwards, so that a failed commit could follow a 201.
SessionDep = Annotated[Session, Depends(get_session, scope="function")]


def _engine(settings: Settings, *, read_only: bool) -> Engine:
    if settings.url.startswith("sqlite"):
        return _sqlite_engine(settings, read_only=read_only)
    return _postgresql_engine(settings, read_only=read_only)


def _sqlite_engine(settings: Settings, *, read_only: bool) -> Engine:
    """SQLite as a server needs it: WAL, foreign keys, and `BEGIN IMMEDIATE` for whatever writes.

    As it comes, pysqlite begins late and lets two writers read the same row first: 418 of 600
    concurrent read-modify-writes were lost.
    """
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = create_engine(settings.url, **_pool(settings))

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={settings.lock_timeout_ms}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"query_only={'ON' if read_only else 'OFF'}",
            # REPLACE deletes rows without firing delete triggers unless this is on.
            "recursive_triggers=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def _end(connection: Any, _record: object) -> None:
        # A COMMIT that SQLite refuses leaves its transaction open, and with it the lock that all writers need.
        if connection is not None and connection.in_transaction:
            connection.rollback()

    return engine


def _postgresql_engine(settings: Settings, *, read_only: bool) -> Engine:
    """PostgreSQL with time-outs, so that one stuck client cannot hold the others."""
    options = (
        f"-c lock_timeout={settings.lock_timeout_ms} -c statement_timeout=60000 "
        f"-c idle_in_transaction_session_timeout={settings.idle_timeout_ms} -c timezone=UTC"
    )
    return create_engine(
        settings.url,
        **_pool(settings),
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ" if read_only else "READ COMMITTED",
        connect_args={"options": options, "connect_timeout": 5},
        execution_options={"postgresql_readonly": True} if read_only else {},
    )


def _pool(settings: Settings) -> dict[str, Any]:
    """A connection for each turn, some for what runs beside requests, and no endless wait for one."""
    return {"pool_size": settings.database_pool_size, "max_overflow": OVERFLOW, "pool_timeout": 10}


def one_of(column: str, words: type[StrEnum] | tuple[str, ...]) -> CheckConstraint:
    """A CHECK that a column holds one of the words of an enum."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
