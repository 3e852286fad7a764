"""Adopting a version of the framework: a template that ships with Quarterdeck, or the council's own."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.errors import FieldError, forbidden, invalid, invalid_fields
from quarterdeck.core.journal import Event
from quarterdeck.framework.models import Cycle, FrameworkVersion, Stage, StageKind
from quarterdeck.framework.schemas import (
    FrameworkTemplate,
    FrameworkVersionCreate,
    StageCreate,
    TemplateStage,
)
from quarterdeck.organisation.models import Body, BodyKind
from quarterdeck.organisation.roles import Permission

DECIDED_BY_A_BODY = frozenset({StageKind.OFFICER_REVIEW, StageKind.MEMBER_BODY})
PARTS = ("name", "calendar", "rating_scheme", "legend", "stages")


@cache
def templates() -> tuple[FrameworkTemplate, ...]:
    """The templates that ship with Quarterdeck, in the order of their keys."""
    folder = resources.files("quarterdeck.framework") / "templates"
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    return tuple(_template(tomllib.loads(each.read_text(encoding="utf-8"))) for each in files)


def _template(raw: dict[str, Any]) -> FrameworkTemplate:
    # TOML has no null: a stage that no body decides says nothing of one.
    stages = [{"body_kind": None, **stage} for stage in raw["stages"]]
    return FrameworkTemplate.model_validate({**raw, "stages": stages})


def find_template(key: str) -> FrameworkTemplate:
    """The template with this key. Raises 422 `unknown_template`."""
    for each in templates():
        if each.key == key:
            return each
    known = ", ".join(each.key for each in templates())
    raise invalid("/template", "unknown_template", f"The templates are: {known}.")


def adopt_template(
    session: Session, actor: Actor, template: str, effective_from: date, reason: str = ""
) -> FrameworkVersion:
    """Adopt a template as it is, its stages given to the council's own bodies. Errors as `adopt_version`."""
    return adopt_version(
        session,
        actor,
        FrameworkVersionCreate(template=template, effective_from=effective_from, reason=reason),
    )


def adopt_version(session: Session, actor: Actor, data: FrameworkVersionCreate) -> FrameworkVersion:
    """Adopt the next version: a template, altered in the parts that `data` gives, or all parts from `data`.

    Raises 403, and 422 with every fault found: parts missing, a body kind that the council has no body of or
    several and none is named, a body named for no stage of a template, and what `faults_of` finds in the stages.
    From the second version on a reason is needed.
    """
    if not actor.may(Permission.MANAGE_FRAMEWORK, Place(actor.council_id)):
        raise forbidden()
    template = find_template(data.template) if data.template is not None else None
    parts = _parts(data, template)
    named = _named_bodies(data, template)
    stages = data.stages
    if stages is None:
        stages = _with_bodies(session, actor, parts["stages"], data.effective_from, named)
    if faults := faults_of(stages, _body_kinds(session, actor, stages)):
        raise invalid_fields(faults if data.stages is not None else _where_named(faults, stages))
    version = _version(session, actor, data, parts)
    session.add(version)
    session.flush()
    session.add_all(_stage_row(version, stage) for stage in stages)
    session.flush()
    journal.record(session, actor, _event(version))
    return version


def _parts(data: FrameworkVersionCreate, template: FrameworkTemplate | None) -> dict[str, Any]:
    """Each part as given, or the template's. Raises 422 for parts that neither has, or a doubtful legend."""
    parts: dict[str, Any] = {part: getattr(template, part, None) for part in PARTS}
    parts |= {part: given for part in PARTS if (given := getattr(data, part)) is not None}
    missing = [part for part, value in parts.items() if value is None]
    if missing:
        detail = "Give this, or a template to take it from."
        raise invalid_fields([_fault(f"/{part}", "missing", detail) for part in missing])
    explained = Counter((each.of, each.key) for each in parts["legend"])
    if any(count > 1 for count in explained.values()):
        raise invalid("/legend", "repeated", "The legend explains each rating and each status once.")
    return parts


def _named_bodies(data: FrameworkVersionCreate, template: FrameworkTemplate | None) -> dict[str, int]:
    """The bodies named for stages of the template. Raises 422 for one that is named for none of them."""
    named = data.bodies or {}
    if named and (template is None or data.stages is not None):
        raise invalid("/bodies", "not_with_stages", "Stages of your own name their bodies themselves.")
    decided = {each.key for each in template.stages if each.body_kind} if template else set()
    if named.keys() - decided:
        detail = f"The stages of this template at which a body decides are: {', '.join(sorted(decided))}."
        raise invalid("/bodies", "unknown_stage", detail)
    return named


def _where_named(faults: Sequence[FieldError], stages: Sequence[StageCreate]) -> list[FieldError]:
    """Faults of a template's stages, told where their bodies were named: the request holds no stages."""
    named = {f"/stages/{number}/body_id": f"/bodies/{stage.key}" for number, stage in enumerate(stages)}
    return [_fault(named.get(each.pointer, each.pointer), each.code, each.detail) for each in faults]


def _version(session: Session, actor: Actor, data: FrameworkVersionCreate, parts: dict[str, Any]) -> FrameworkVersion:
    change = journal.change(session, actor.council_id)
    number = _next_number(session, actor.council_id)
    if number > 1 and not data.reason.strip():
        raise invalid("/reason", "missing", "Say why the framework changes.")
    return FrameworkVersion(
        council_id=actor.council_id,
        number=number,
        name=parts["name"],
        template=data.template,
        effective_from=data.effective_from,
        calendar=parts["calendar"].model_dump(),
        rating_scheme=parts["rating_scheme"].model_dump(),
        legend=[each.model_dump() for each in parts["legend"]],
        reason=data.reason,
        adopted_at=change.recorded_at,
        change_no=change.number,
    )


def _event(version: FrameworkVersion) -> Event:
    detail = {
        "number": version.number,
        "template": version.template,
        "effective_from": version.effective_from.isoformat(),
    }
    return Event("framework.adopt", "framework_version", version.id, detail, version.reason or None)


def faults_of(stages: Sequence[StageCreate], body_kinds: dict[int, str]) -> list[FieldError]:
    """What stands against these stages; empty when a round can run under them.

    body_kinds: the kinds of the council's own bodies that the stages name, by id.
    """
    annual = [stage for stage in stages if stage.cycle is Cycle.ANNUAL]
    quarterly = [stage for stage in stages if stage.cycle is Cycle.QUARTERLY]
    # A council may do without an annual round, but not without a quarter's.
    return [
        *_faults_of_order(quarterly),
        *(_faults_of_order(annual) if annual else ()),
        *_faults_of_keys(stages),
        *_faults_of_decision(stages),
        *(fault for number, stage in enumerate(stages) for fault in _faults_of_body(number, stage, body_kinds)),
    ]


def _faults_of_order(stages: Sequence[StageCreate]) -> Iterator[FieldError]:
    """A cycle's check comes first, alone, and once; its positions are 1, 2, … with none left out."""
    checks = [stage for stage in stages if stage.kind is StageKind.CHECK]
    firsts = [stage for stage in stages if stage.position == 1]
    if len(checks) != 1 or checks != firsts:
        yield _fault("/stages", "check_first", "The only stage at position 1 is a check, and there is no other check.")
    positions = [stage.position for stage in stages]
    if positions != sorted(positions) or set(positions) != set(range(1, max(positions, default=1) + 1)):
        yield _fault("/stages", "positions", "Give the stages in order, with positions 1, 2, 3 … and none left out.")


def _faults_of_keys(stages: Sequence[StageCreate]) -> Iterator[FieldError]:
    seen: set[str] = set()
    for number, stage in enumerate(stages):
        if stage.key in seen:
            yield _fault(f"/stages/{number}/key", "repeated", "Each stage has a key of its own.")
        seen.add(stage.key)


def _faults_of_decision(stages: Sequence[StageCreate]) -> Iterator[FieldError]:
    """Exactly one stage of a cycle makes figures or targets approved: members decide there, and cannot be left out."""
    decisive = [(number, stage) for number, stage in enumerate(stages) if stage.decisive]
    if any(count != 1 for count in _decisive_by_cycle(stages).values()):
        yield _fault("/stages", "one_decisive", "Exactly one stage of a cycle is decisive.")
    for number, stage in decisive:
        if stage.kind is not StageKind.MEMBER_BODY or stage.optional:
            yield _fault(
                f"/stages/{number}/decisive",
                "decisive_stage",
                "The decisive stage is a body of members, and not optional.",
            )


def _decisive_by_cycle(stages: Sequence[StageCreate]) -> dict[Cycle, int]:
    """How many stages are decisive, of each cycle that has any stages, and of the quarter's in any case."""
    counts = dict.fromkeys([Cycle.QUARTERLY, *(stage.cycle for stage in stages)], 0)
    for stage in stages:
        counts[stage.cycle] += stage.decisive
    return counts


def _faults_of_body(number: int, stage: StageCreate, body_kinds: dict[int, str]) -> Iterator[FieldError]:
    pointer = f"/stages/{number}/body_id"
    if stage.kind not in DECIDED_BY_A_BODY:
        if stage.body_id is not None:
            yield _fault(pointer, "no_body", "No body decides at a check or a portfolio review.")
    elif stage.body_id is None:
        yield _fault(pointer, "missing", "Say which body decides at this stage.")
    elif stage.body_id not in body_kinds:
        yield _fault(pointer, "unknown_body", "There is no body with this id in your council.")
    elif Body(kind=body_kinds[stage.body_id]).of_members is not (stage.kind is StageKind.MEMBER_BODY):
        yield _fault(
            pointer,
            "wrong_body",
            "Members' stages take a body of members, officers' reviews one of officers.",
        )


def _with_bodies(
    session: Session, actor: Actor, stages: Sequence[TemplateStage], day: date, named: Mapping[str, int]
) -> list[StageCreate]:
    """The template's stages with the bodies named for them, or else the council's of the kinds they ask for.

    Raises 422.
    """
    found, faults = [], []
    for number, stage in enumerate(stages):
        bodies = _bodies_for(session, actor, stage, day, named)
        if len(bodies) == 1:
            found.append(StageCreate(**stage.model_dump(exclude={"body_kind"}), body_id=bodies[0]))
        else:
            faults.append(_body_fault(number, stage, len(bodies)))
    if faults:
        raise invalid_fields(faults)
    return found


def _bodies_for(
    session: Session, actor: Actor, stage: TemplateStage, day: date, named: Mapping[str, int]
) -> Sequence[int | None]:
    """The bodies that could decide at a stage; None alone where no body does."""
    if stage.key in named:
        return [named[stage.key]]
    if stage.body_kind is None:
        return [None]
    return [each.id for each in _bodies_of_kind(session, actor, stage.body_kind, day)]


def _bodies_of_kind(session: Session, actor: Actor, kind: BodyKind, day: date) -> Sequence[Body]:
    return session.scalars(
        select(Body).where(
            Body.council_id == actor.council_id,
            Body.kind == kind,
            or_(Body.valid_from.is_(None), Body.valid_from <= day),
            or_(Body.valid_to.is_(None), Body.valid_to >= day),
        )
    ).all()


def _body_fault(number: int, stage: TemplateStage, count: int) -> FieldError:
    kind = str(stage.body_kind).replace("_", " ")
    naming = f'name it as "bodies": {{"{stage.key}": its id}}'
    if count:
        detail = f"There are {count} bodies of kind {kind}. Say which decides at stage {number + 1}: {naming}."
        return _fault("/bodies", "several_bodies", detail)
    detail = f"Stage {number + 1} needs a body of kind {kind}. Add one first, or give the stage to another: {naming}."
    return _fault("/bodies", "body_missing", detail)


def _body_kinds(session: Session, actor: Actor, stages: Sequence[StageCreate]) -> dict[int, str]:
    ids = [stage.body_id for stage in stages if stage.body_id is not None]
    ours = select(Body.id, Body.kind).where(Body.council_id == actor.council_id, Body.id.in_(ids))
    return {row.id: row.kind for row in session.execute(ours)}


def _stage_row(version: FrameworkVersion, stage: StageCreate) -> Stage:
    return Stage(council_id=version.council_id, framework_version_id=version.id, **stage.model_dump())


def _next_number(session: Session, council_id: int) -> int:
    newest = session.scalar(select(func.max(FrameworkVersion.number)).where(FrameworkVersion.council_id == council_id))
    return (newest or 0) + 1


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
