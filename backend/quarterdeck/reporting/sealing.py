"""Sealing: what is put before a body is fixed, and anybody can check that it is still what it was.

The manifest of an edition is the canonical JSON of its content and of the rows that made its figures,
read from those rows. Its SHA-256 stands in the edition and in the journal; *verify* makes it again.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from quarterdeck.collection import rounds, stages
from quarterdeck.collection.models import Round, RoundStage, Submission, SubmissionState
from quarterdeck.core import journal, outbox
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import FieldError, conflict, forbidden
from quarterdeck.core.journal import AuditEvent, Change, Event
from quarterdeck.framework.models import StageKind
from quarterdeck.measures.editions import PackEdition, PackFigure
from quarterdeck.measures.models import IndicatorDefinition, Observation, RatingRow, RatingRule, Target
from quarterdeck.measures.projection import CHUNK
from quarterdeck.organisation.models import Unit
from quarterdeck.organisation.roles import Permission
from quarterdeck.reporting.figures import Pinned, number
from quarterdeck.reporting.gathering import gather
from quarterdeck.reporting.reviews import open_reviews
from quarterdeck.reporting.year_content import YearContent, content_of

SEALED_AS = "pack_edition.seal"


def seal(
    session: Session, actor: Actor, round_id: int, comment: str | None = None, *, allow_missing: bool = False
) -> PackEdition:
    """Seal the next edition of a round's pack: its check is decided, and the next stages open on the edition.

    allow_missing: seal although services have not confirmed; the comment then says why, and the report too.
    Raises 404, 403, 409 `wrong-state` unless the check is open, 409 `submissions-outstanding` naming each
    service that has not confirmed, and 409 `comment-required`.
    """
    change = journal.change(session, actor.council_id)
    round_ = rounds.find_round(session, actor, round_id, for_update=True)
    if not actor.may(Permission.SEAL_EDITION, round_.place()):
        raise forbidden("Your role does not allow you to seal this round's pack.")
    check = _open_check(session, round_)
    reason = (comment or "").strip()
    outstanding = _outstanding(session, round_)
    if outstanding and not allow_missing:
        raise conflict(
            "Some services have not confirmed their submissions yet.", "submissions-outstanding", outstanding
        )
    if outstanding and not reason:
        raise conflict("Say in the comment why the pack is sealed without them.", "comment-required", outstanding)
    rounds.begin_review(session, actor, round_)
    edition = _sealed(session, actor, round_, change, reason)
    _supersede_earlier(session, edition)
    detail = {
        "round_id": round_.id,
        "number": edition.number,
        "manifest_sha256": edition.manifest_sha256,
        "outstanding": len(outstanding),
    }
    journal.record(session, actor, Event(SEALED_AS, "pack_edition", edition.id, detail, comment))
    outbox.put(session, actor.council_id, "edition-sealed", "pack_edition", edition.id)
    stages.decide(session, check, edition.id)
    open_reviews(session, actor, round_, edition)
    return edition


def manifest(session: Session, edition: PackEdition) -> dict[str, Any]:
    """Everything that the edition's digest covers, read from the rows as they are now, ready for canonical JSON."""
    row = session.execute(
        select(
            PackEdition.round_id,
            PackEdition.number,
            PackEdition.period_code,
            PackEdition.framework_version_id,
            PackEdition.sealed_at,
            PackEdition.content,
        ).where(PackEdition.id == edition.id)
    ).one()
    content = content_of(row.content)
    parts = content.model_dump(mode="json")
    return {
        "edition": {
            "round_id": row.round_id,
            "number": row.number,
            "period_code": row.period_code,
            "framework_version_id": row.framework_version_id,
            "sealed_at": row.sealed_at.isoformat(timespec="microseconds"),
        },
        # A database may keep 94.0 as 94; read through the schema, a figure is a figure. What editions were given
        # since it was sealed is no part of it.
        "content": {name: part for name, part in parts.items() if name in row.content},
        "figures": _pinned_rows(session, edition.id),
        # An edition of figures pins their targets with them.
        **({"targets": _target_rows(session, content)} if isinstance(content, YearContent) else {}),
    }


def verify(session: Session, edition: PackEdition) -> bool:
    """Whether the edition and all that it pins are as they were sealed."""
    return not faults(session, edition)


def faults(session: Session, edition: PackEdition) -> list[str]:
    """One sentence for each way in which the edition is not as it was sealed (none: it verifies)."""
    stored = session.scalar(select(PackEdition.manifest_sha256).where(PackEdition.id == edition.id))
    found = []
    try:
        made = digest(manifest(session, edition))
    except ValidationError:
        made = ""
    if made != stored:
        found.append("Its content, or a figure that it pins, is not what was sealed.")
    if stored != _journalled(session, edition):
        found.append("Its digest is not the one that was journalled when it was sealed.")
    return found


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of a manifest's canonical JSON."""
    return hashlib.sha256(journal.canonical(content)).hexdigest()


def _open_check(session: Session, round_: Round) -> RoundStage:
    for row, stage in stages.of_round(session, round_):
        if stage.kind == StageKind.CHECK and row in stages.current(session, round_):
            return row
    raise conflict(f"This round is {round_.state}: its pack is sealed while the check is open.", "wrong-state")


def _outstanding(session: Session, round_: Round) -> list[FieldError]:
    """The submissions that are not confirmed, each by its unit's name."""
    rows = session.execute(
        select(Submission.id, Submission.state, Unit.name)
        .join(Unit, Unit.id == Submission.unit_id)
        .where(Submission.round_id == round_.id, Submission.state != SubmissionState.CONFIRMED)
        .order_by(Unit.name, Submission.id)
    )
    return [
        FieldError(pointer=f"/submissions/{row.id}", code=row.state, detail=f"{row.name}: {row.state}.") for row in rows
    ]


def _sealed(session: Session, actor: Actor, round_: Round, change: Change, reason: str) -> PackEdition:
    gathered = gather(session, round_, reason)
    last = session.scalar(select(func.max(PackEdition.number)).where(PackEdition.round_id == round_.id))
    edition = PackEdition(
        council_id=round_.council_id,
        round_id=round_.id,
        number=(last or 0) + 1,
        period_code=round_.period_code,
        framework_version_id=round_.framework_version_id,
        content=gathered.content.model_dump(mode="json"),
        manifest_sha256="",
        sealed_by=actor.person_id,
        sealed_at=change.recorded_at,
        change_no=change.number,
        state="sealing",
        version=1,
    )
    session.add(edition)
    session.flush()
    session.add_all(_figure(edition, each) for each in gathered.figures)
    session.flush()
    # Read back from the rows, so that what is hashed is what is stored.
    edition.manifest_sha256 = digest(manifest(session, edition))
    edition.state = "sealed"
    session.flush()
    return edition


def _figure(edition: PackEdition, figure: Pinned) -> PackFigure:
    return PackFigure(
        edition_id=edition.id,
        series_id=figure.content.series_id,
        period_code=figure.content.period_code,
        council_id=edition.council_id,
        position=figure.content.position,
        observation_id=figure.observation_id,
        rating_id=figure.rating_id,
        definition_id=figure.definition_id,
        target_id=figure.target_id,
        rule_id=figure.rule_id,
    )


def _supersede_earlier(session: Session, edition: PackEdition) -> None:
    session.execute(
        update(PackEdition)
        .where(PackEdition.round_id == edition.round_id, PackEdition.id != edition.id, PackEdition.state == "sealed")
        .values(state="superseded", version=PackEdition.version + 1)
    )


def _pinned_rows(session: Session, edition_id: int) -> list[dict[str, Any]]:
    f, o, r, d, t, u = PackFigure, Observation, RatingRow, IndicatorDefinition, Target, RatingRule
    groups: dict[str, Sequence[Any]] = {
        "observation": (o.id, o.revision, o.value_state, o.value, o.numerator, o.denominator, o.provisional),
        "rating": (r.id, r.rating, r.unrated_reason, r.override_reason),
        "definition": (d.id, d.number, d.unit_of_measure, d.decimals, d.polarity, d.aggregation),
        "target": (t.id, t.number, t.value, t.low, t.high, t.text),
        "rule": (u.id, u.number, u.kind, u.parameters),
    }
    columns = [column for group in groups.values() for column in group]
    query = (
        select(f.series_id, f.period_code, f.position, *columns)
        .join(o, o.id == f.observation_id)
        .join(r, r.id == f.rating_id)
        .join(d, d.id == f.definition_id)
        .outerjoin(t, t.id == f.target_id)
        .outerjoin(u, u.id == f.rule_id)
        .where(f.edition_id == edition_id)
        .order_by(f.position)
    )
    return [_pinned_row(groups, row) for row in session.execute(query)]


def _target_rows(session: Session, content: YearContent) -> list[dict[str, Any]]:
    """The rows of the targets that an annual round's edition proposes."""
    ids = sorted({target.target_id for each in content.proposals for target in each.targets})
    t = Target
    columns = (t.id, t.series_id, t.period_code, t.number, t.value, t.low, t.high, t.text, t.rationale)
    found = []
    for chunk in (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)):
        for row in session.execute(select(*columns).where(t.id.in_(chunk)).order_by(t.id)):
            pairs = zip((column.key for column in columns), row, strict=True)
            found.append({key: _hashed(value) for key, value in pairs})
    return found


def _pinned_row(groups: dict[str, Sequence[Any]], row: Sequence[Any]) -> dict[str, Any]:
    series_id, period_code, position, *values = row
    made: dict[str, Any] = {"series_id": series_id, "period_code": period_code, "position": position}
    for name, group in groups.items():
        part, values = values[: len(group)], values[len(group) :]
        pairs = zip((column.key for column in group), part, strict=True)
        made[name] = None if part[0] is None else {key: _hashed(value) for key, value in pairs}
    return made


def _hashed(value: Any) -> Any:
    """A value as both databases give it back; numbers inside a rule's parameters are floats however they are kept."""
    if isinstance(value, dict):
        return {key: float(each) if isinstance(each, int) else each for key, each in value.items()}
    return number(value) if isinstance(value, float) else value


def _journalled(session: Session, edition: PackEdition) -> str | None:
    detail = session.scalar(
        select(AuditEvent.detail).where(
            AuditEvent.council_id == edition.council_id,
            AuditEvent.kind == "pack_edition",
            AuditEvent.subject_id == edition.id,
            AuditEvent.action == SEALED_AS,
        )
    )
    return detail["manifest_sha256"] if detail else None
