"""What an operator does beside serving: verify, back up, make the first administrator."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.measures import projection
from quarterdeck.measures.editions import PackEdition
from quarterdeck.organisation import service as organisation
from quarterdeck.organisation.models import Council
from quarterdeck.reporting import sealing


def verify_all(session: Session) -> dict[str, Any]:
    """Walk every audit chain, rebuild every edition's manifest, compare the projection with its logs.

    Returns {"councils", "events", "editions", "heads": {council id: hash}, "faults": [sentence…]}.
    """
    heads = session.scalars(select(journal.CouncilHead).order_by(journal.CouncilHead.council_id)).all()
    editions = session.scalars(select(PackEdition).order_by(PackEdition.id)).all()
    faults = [fault for head in heads for fault in journal.verify(session, head.council_id)]
    faults += [f"Edition {each.id} is not as it was sealed." for each in editions if not sealing.verify(session, each)]
    for council_id in session.scalars(select(Council.id)):
        faults += projection.differences(session, council_id)
    return {
        "councils": len(heads),
        "events": sum(head.event_count for head in heads),
        "editions": len(editions),
        "heads": {str(head.council_id): head.chain_hash for head in heads},
        "faults": faults,
    }


def back_up(database: Database, target: Path) -> None:
    """Write a consistent copy of the database to `target`, which must not exist yet.

    `cp` of a WAL database and SQLite's incremental backup under a writer are wrong; VACUUM INTO is not.
    """
    if target.exists():
        raise FileExistsError(f"{target} exists already")
    if database.dialect == "sqlite":
        bare = database.reading_engine.raw_connection()
        try:
            bare.cursor().execute("VACUUM INTO ?", (str(target),))
        finally:
            bare.close()
        return
    program = shutil.which("pg_dump")
    if program is None:
        raise FileNotFoundError("pg_dump is not installed; install PostgreSQL's client programs")
    url = make_url(database.settings.url).set(drivername="postgresql")
    dump = [program, "--format=custom", f"--file={target}", url.render_as_string(hide_password=False)]
    subprocess.run(dump, check=True)  # noqa: S603


def make_administrator(session: Session, email: str, password: str, council_name: str) -> None:
    """Make an administrator with a local account, and the council where there is none of that name."""
    council = session.scalars(select(Council).where(Council.name == council_name)).one_or_none()
    if council is None:
        code = re.sub(r"[^a-z0-9]+", "-", council_name.lower()).strip("-")[:60]
        council = organisation.create_council(session, None, code=code, name=council_name)
    organisation.create_administrator(session, Actor.system(council.id), email=email, password=password)
