"""Which council of the record a printed name means.

By the mapping file's code, or as the name was read before; never by joining on a name, for councils are
merged and names live on (the journal says which council a name was read into). Any other name becomes a
provisional council, for an administrator to confirm.
"""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import DEPLOYMENT, AuditEvent
from quarterdeck.integrations.mapping import MappedCouncil, as_named, as_written
from quarterdeck.organisation.models import Council
from quarterdeck.organisation.schemas.units import CouncilUpdate
from quarterdeck.organisation.service import create_council, update_council

GSS_CODE = re.compile(r"[EWSN][0-9]{8}", re.ASCII)
READ = "backfill.read"
"""The event of reading a table into a council; its detail holds the council's names as printed."""


def find_council(session: Session, printed: list[str], mapped: MappedCouncil | None) -> Council | None:
    """The council that these printed names mean; None where the record has none yet.

    Nobody else makes one until this transaction ends: of two tables of one new council that are read at
    once, the second waits here and then finds it.
    """
    council = _known(session, printed, mapped)
    if council is None:
        journal.begin(session, DEPLOYMENT)
        journal.lock(session, DEPLOYMENT)
        council = _known(session, printed, mapped)
    return council


def ensure_council(
    session: Session, council: Council | None, printed: list[str], mapped: MappedCouncil | None
) -> Council:
    """What `find_council` answered, made where it found none.

    A provisional council that the mapping file now gives a code is confirmed by it.
    """
    if council is None:
        return _made(session, printed, mapped)
    if mapped is not None and council.provisional:
        actor = Actor.system(council.id)
        gss_code = {"gss_code": mapped.code} if GSS_CODE.fullmatch(mapped.code) else {}
        update = CouncilUpdate.model_validate({"provisional": False, **gss_code})
        update_council(session, actor, council.id, update, council.version)
    return council


def _known(session: Session, printed: list[str], mapped: MappedCouncil | None) -> Council | None:
    if mapped is None:
        return _read_before(session, printed)
    by_code = select(Council).where((Council.gss_code == mapped.code) | (Council.code == mapped.code))
    # Of two with one code (before and after a merger), the one that a person has confirmed.
    found = session.scalars(by_code.order_by(Council.provisional, Council.id).limit(1)).one_or_none()
    if found is None:
        before = _read_before(session, mapped.names)
        found = before if before is not None and before.provisional else None
    return found


def _made(session: Session, printed: list[str], mapped: MappedCouncil | None) -> Council:
    name = as_written(mapped.name if mapped else printed[0])
    if mapped is not None and not GSS_CODE.fullmatch(mapped.code):
        return create_council(session, None, code=mapped.code, name=name)
    gss_code = mapped.code if mapped else None
    return create_council(
        session, None, code=_free_code(session, name), name=name, gss_code=gss_code, provisional=mapped is None
    )


def _read_before(session: Session, names: list[str]) -> Council | None:
    """The council that one of these printed names was read into, the latest time it was."""
    wanted = {as_named(name) for name in names}
    events = select(AuditEvent.council_id, AuditEvent.detail).where(AuditEvent.action == READ).order_by(AuditEvent.id)
    ids = [
        council_id for council_id, detail in session.execute(events) if wanted & set(map(as_named, detail["printed"]))
    ]
    return session.get(Council, ids[-1]) if ids else None


def _free_code(session: Session, name: str) -> str:
    """A code for a council of this name: its words, with a number where another has them."""
    words = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:56] or "council"
    taken = set(session.scalars(select(Council.code).where(Council.code.startswith(words, autoescape=True))))
    number = 1
    while (code := words if number == 1 else f"{words}-{number}") in taken:
        number += 1
    return code
