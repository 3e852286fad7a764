"""What an operator does beside serving: verify, make projections again, try a backup, make the first administrator."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import backup, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import not_found
from quarterdeck.core.schema_revision import SchemaMismatch, check_revision
from quarterdeck.core.settings import Settings
from quarterdeck.measures import projection
from quarterdeck.measures.editions import PackEdition
from quarterdeck.migrations.run import migrate
from quarterdeck.organisation import second_factors
from quarterdeck.organisation import service as organisation
from quarterdeck.organisation.evidence_backup import evidence_faults
from quarterdeck.organisation.models import Council, Person
from quarterdeck.organisation.set_up import code_of
from quarterdeck.reporting import sealing


def verify_all(session: Session, earlier: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Walk every audit chain, rebuild every edition's manifest, compare the projection with its logs.

    earlier: a report of this kind that was kept elsewhere. A chain whose end was cut off, head and all, looks
    whole in itself; that it no longer reaches what the earlier report saw is what tells.
    Returns {"councils", "events", "editions", "heads": {council id: {"events", "hash"}}, "faults": [sentence…]}.
    """
    heads = session.scalars(select(journal.CouncilHead).order_by(journal.CouncilHead.council_id)).all()
    editions = session.scalars(select(PackEdition).order_by(PackEdition.id)).all()
    faults = [fault for head in heads for fault in journal.verify(session, head.council_id)]
    faults += [f"Edition {each.id} is not as it was sealed." for each in editions if not sealing.verify(session, each)]
    for council_id, seen in (earlier or {}).get("heads", {}).items():
        faults += journal.missing_since(session, int(council_id), int(seen["events"]), str(seen["hash"]))
    for council_id in session.scalars(select(Council.id)):
        faults += projection.differences(session, council_id)
    return {
        "councils": len(heads),
        "events": sum(head.event_count for head in heads),
        "editions": len(editions),
        "heads": {str(head.council_id): {"events": head.event_count, "hash": head.chain_hash} for head in heads},
        "faults": faults,
    }


def rebuild_projections(session: Session) -> dict[int, int]:
    """Make the current figures of every council again from the record behind them; how many were wrong, by council.

    Nothing on record changes. Whoever changes a council's records meanwhile waits.
    """
    made = {}
    for council_id in session.scalars(select(Council.id).order_by(Council.id)).all():
        journal.lock(session, council_id)
        made[council_id] = projection.rebuild(session, council_id)
    return made


def try_backup(settings: Settings, source: Path) -> dict[str, Any]:
    """Bring a backup back beside the database in use, verify it there, and drop it again: the report of `verify_all`.

    An evidence file that is on record and not as it was in the archive beside the backup is a fault too.

    An older schema is upgraded first, as it would have to be. Raises BackupFailed, and SchemaMismatch for a
    backup of a newer version.
    """
    with backup.tried(settings, source) as database:
        try:
            with database.reading() as session:
                check_revision(session.connection())
        except SchemaMismatch as mismatch:
            if not mismatch.can_migrate:
                raise
            migrate(database)
        with database.reading() as session:
            report = verify_all(session)
            report["faults"] += evidence_faults(session, settings, source)
            return report


def make_administrator(session: Session, email: str, password: str, council_name: str) -> None:
    """Make an administrator with a local account, and the council where there is none of that name."""
    council = session.scalars(select(Council).where(Council.name == council_name)).one_or_none()
    if council is None:
        council = organisation.create_council(session, None, code=code_of(council_name), name=council_name)
    organisation.create_administrator(session, Actor.system(council.id), email=email, password=password)


def take_second_factor(session: Session, email: str) -> None:
    """Take the second factor of whoever has this address away. Raises 404 where nobody has it, 409 without a factor."""
    person = session.scalars(select(Person).where(Person.email == email.strip().lower())).one_or_none()
    if person is None:
        raise not_found("person")
    second_factors.take_away(session, Actor.system(person.council_id), person.id)
