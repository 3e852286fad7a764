"""Setting how severe checks are for an indicator, and what they find in the indicator itself."""

from collections import Counter
from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import FieldError, invalid_fields
from quarterdeck.core.journal import Change, Event
from quarterdeck.core.workflow import check_version
from quarterdeck.measures.check_catalogue import About, find_check, known_checks
from quarterdeck.measures.check_schemas import (
    CheckRead,
    CheckSetting,
    ChecksUpdate,
    IndicatorCheckRead,
    IndicatorChecksRead,
)
from quarterdeck.measures.check_settings import IndicatorCheck, rows_of
from quarterdeck.measures.indicators import editable_indicator, finding_reads
from quarterdeck.measures.models import Indicator

OF_INDICATORS = frozenset({About.FIGURE, About.TARGET, About.INDICATOR})


def set_checks(session: Session, actor: Actor, indicator_id: int, data: ChecksUpdate, version: int) -> Indicator:
    """Make these the indicator's settings, the others as severe as by themselves. Raises 404, 403, 412, 422.

    What has been explained or submitted under other settings stays as it is; the journal keeps what was set.
    """
    indicator = editable_indicator(session, actor, indicator_id)
    check_version(indicator, version)
    _check(data)
    standing = rows_of(session, actor.council_id, [indicator.id]).get(indicator.id, {})
    wanted = {each.code: each for each in data.checks}
    changed = {code for code, each in wanted.items() if _differs(standing.get(code), each)}
    gone = standing.keys() - wanted.keys()
    if not changed and not gone:
        return indicator
    change = journal.change(session, actor.council_id)
    for code in gone:
        session.delete(standing[code])
    for code in sorted(changed):
        _set(session, actor, indicator, standing.get(code), wanted[code], change)
    indicator.version += 1
    session.flush()
    detail = {"set": {code: wanted[code].severity.value for code in sorted(changed)}, "unset": sorted(gone)}
    comment = "\n".join(f"{code}: {wanted[code].reason}" for code in sorted(changed)) or None
    journal.record(session, actor, Event("indicator.set_checks", "indicator", indicator.id, detail, comment))
    return indicator


def indicator_checks_read(session: Session, indicator: Indicator) -> IndicatorChecksRead:
    """Every check as it is made for an indicator, and what they find in it."""
    rows = rows_of(session, indicator.council_id, [indicator.id]).get(indicator.id, {})
    return IndicatorChecksRead(
        indicator_id=indicator.id,
        items=list(_items(rows)),
        findings=finding_reads(session, indicator),
        version=indicator.version,
    )


def _items(rows: Mapping[str, IndicatorCheck]) -> Iterator[IndicatorCheckRead]:
    for each in known_checks():
        if each.about not in OF_INDICATORS:
            continue
        row = rows.get(each.code)
        said = {
            "setting": row.severity if row else None,
            "reason": row.reason if row else None,
            "set_by": row.set_by if row else None,
            "set_at": row.set_at if row else None,
        }
        yield IndicatorCheckRead.model_validate(CheckRead.model_validate(each).model_dump() | said)


def _check(data: ChecksUpdate) -> None:
    """Raise 422 for every code that is not there, that cannot be set, or that is set twice."""
    times = Counter(each.code for each in data.checks)
    faults = []
    for number, each in enumerate(data.checks):
        found, pointer = find_check(each.code), f"/checks/{number}/code"
        if found is None or found.about not in OF_INDICATORS:
            detail = "There is no check of figures, targets or indicators with this code; GET /checks lists them."
            faults.append(FieldError(pointer=pointer, code="unknown_check", detail=detail))
        elif found.fixed:
            detail = "This check cannot be set otherwise: what it finds cannot be put on record."
            faults.append(FieldError(pointer=pointer, code="fixed_check", detail=detail))
        elif times[each.code] > 1:
            faults.append(FieldError(pointer=pointer, code="repeated", detail="Set each check once."))
    if faults:
        raise invalid_fields(faults)


def _differs(row: IndicatorCheck | None, wanted: CheckSetting) -> bool:
    return row is None or (row.severity, row.reason) != (wanted.severity, wanted.reason)


def _set(
    session: Session,
    actor: Actor,
    indicator: Indicator,
    row: IndicatorCheck | None,
    wanted: CheckSetting,
    change: Change,
) -> None:
    if row is None:
        row = IndicatorCheck(council_id=indicator.council_id, indicator_id=indicator.id, code=wanted.code)
        session.add(row)
    row.severity, row.reason = wanted.severity.value, wanted.reason
    row.set_by, row.set_at = actor.person_id, change.recorded_at
