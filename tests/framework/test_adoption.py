"""Adopting the framework: the three templates, and what a round could not run under."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.framework import adoption, service
from quarterdeck.framework.models import Cycle, FrameworkVersion, StageKind
from quarterdeck.framework.periods import Period
from quarterdeck.framework.schemas import FrameworkVersionCreate, StageCreate
from quarterdeck.organisation.models import Body, BodyKind
from tests.builders import CouncilBuilder

START = date(2023, 4, 1)
CABINET, CMT = 7, 8
KINDS = {CABINET: "cabinet", CMT: "cmt"}


def _stage(position: int, kind: str, body_id: int | None = None, **other: object) -> StageCreate:
    values = {
        "key": f"stage_{position}_{kind}",
        "name": "A stage",
        "days_allowed": 5,
        "optional": False,
        "decisive": False,
    }
    return StageCreate.model_validate({**values, "position": position, "kind": kind, "body_id": body_id, **other})


CHECK = _stage(1, "check")
OFFICERS = _stage(2, "officer_review", CMT)
HOLDERS = _stage(2, "portfolio_review")
MEMBERS = _stage(3, "member_body", CABINET, decisive=True)
QUARTERLY = [CHECK, OFFICERS, HOLDERS, MEMBERS]
CHALLENGE = _stage(1, "check", cycle="annual", key="challenge")
COUNCIL = _stage(2, "member_body", CABINET, cycle="annual", key="council", decisive=True)


def _codes(stages: list[StageCreate]) -> set[str]:
    return {fault.code for fault in adoption.faults_of(stages, KINDS)}


def test_a_round_can_run_under_a_check_reviews_side_by_side_and_members() -> None:
    assert adoption.faults_of(QUARTERLY, KINDS) == []


def test_the_annual_round_has_stages_of_its_own_with_an_order_of_their_own() -> None:
    assert adoption.faults_of([*QUARTERLY, CHALLENGE, COUNCIL], KINDS) == []


@pytest.mark.parametrize(
    ("stages", "code"),
    [
        ([_stage(1, "member_body", CABINET, decisive=True)], "check_first"),
        (
            [CHECK, _stage(1, "portfolio_review"), _stage(2, "member_body", CABINET, decisive=True)],
            "check_first",
        ),
        ([CHECK, _stage(2, "check"), MEMBERS], "check_first"),
        ([CHECK, MEMBERS], "positions"),
        ([CHECK, MEMBERS, OFFICERS], "positions"),
        ([CHECK, OFFICERS, _stage(3, "member_body", CABINET)], "one_decisive"),
        ([CHECK, OFFICERS, MEMBERS, _stage(4, "member_body", CABINET, decisive=True)], "one_decisive"),
        ([CHECK, _stage(2, "officer_review", CMT, decisive=True)], "decisive_stage"),
        ([CHECK, _stage(2, "member_body", CABINET, decisive=True, optional=True)], "decisive_stage"),
        ([CHECK, OFFICERS, _stage(3, "member_body", CABINET, decisive=True, key=OFFICERS.key)], "repeated"),
        ([CHECK, _stage(2, "member_body", decisive=True)], "missing"),
        ([CHECK, _stage(2, "member_body", 99, decisive=True)], "unknown_body"),
        ([CHECK, _stage(2, "member_body", CMT, decisive=True)], "wrong_body"),
        ([CHECK, _stage(2, "officer_review", CABINET), MEMBERS], "wrong_body"),
        ([CHECK, _stage(2, "portfolio_review", CABINET), MEMBERS], "no_body"),
        ([*QUARTERLY, COUNCIL.model_copy(update={"position": 1})], "check_first"),
        ([*QUARTERLY, CHALLENGE], "one_decisive"),
        ([*QUARTERLY, CHALLENGE, COUNCIL.model_copy(update={"key": CHECK.key})], "repeated"),
    ],
)
def test_stages_that_no_round_could_run_under_are_refused(stages: list[StageCreate], code: str) -> None:
    assert _codes(stages) == {code}


@pytest.mark.parametrize(
    ("template", "order"),
    [
        ("cabinet_first", [{"CMT", None}, {"CAB"}, {"OSC"}]),
        ("scrutiny_first", [{"CMT", None}, {"OSC"}, {"CAB"}]),
    ],
)
def test_a_template_takes_the_councils_own_bodies(
    session: Session, council: CouncilBuilder, template: str, order: list[set[str | None]]
) -> None:
    version = adoption.adopt_template(session, council.actor("performance_team"), template, START)
    codes = {council.cabinet.id: "CAB", council.scrutiny.id: "OSC", council.cmt.id: "CMT", None: None}
    stages = service.stages_of(session, version)
    assert stages[0].kind == StageKind.CHECK
    positions = sorted({stage.position for stage in stages[1:]})
    assert [{codes[each.body_id] for each in stages if each.position == number} for number in positions] == order
    assert [codes[each.body_id] for each in stages if each.decisive] == ["CAB"]
    annual = service.stages_of(session, version, Cycle.ANNUAL)
    assert [each.kind for each in annual[:2]] == [StageKind.CHECK, StageKind.OFFICER_REVIEW]
    assert [codes[each.body_id] for each in annual if each.decisive] == ["CAB"]


def _committees(council: CouncilBuilder) -> tuple[Body, Body]:
    """Two committees of a council without a Cabinet, and its full council."""
    council.body("FULL", "Full Council", BodyKind.FULL_COUNCIL)
    housing = council.body("HSG", "Housing Committee", BodyKind.COMMITTEE)
    return housing, council.body("POLICY", "Policy and Resources Committee", BodyKind.COMMITTEE)


def _adopts(session: Session, council: CouncilBuilder, **data: object) -> FrameworkVersion:
    body = {"template": "committee_first", "effective_from": "2023-04-01", **data}
    return adoption.adopt_version(
        session, council.actor("performance_team"), FrameworkVersionCreate.model_validate(body)
    )


def test_a_committee_system_has_neither_cabinet_nor_portfolio_review_and_full_council_may_be_skipped(
    session: Session, council: CouncilBuilder
) -> None:
    council.cabinet.valid_to = council.scrutiny.valid_to = date(2022, 3, 31)
    committee = council.body("HSG", "Housing Committee", BodyKind.COMMITTEE)
    full = council.body("FULL", "Full Council", BodyKind.FULL_COUNCIL)
    stages = service.stages_of(session, _adopts(session, council))
    assert [(each.kind, each.body_id) for each in stages] == [
        ("check", None),
        ("officer_review", council.cmt.id),
        ("member_body", committee.id),
        ("member_body", full.id),
    ]
    assert [(each.decisive, each.optional) for each in stages[2:]] == [(True, False), (False, True)]


def test_of_several_committees_adoption_names_the_one_that_decides(session: Session, council: CouncilBuilder) -> None:
    housing, policy = _committees(council)
    with pytest.raises(Problem) as refused:
        _adopts(session, council)
    [fault] = refused.value.errors
    assert (fault.pointer, fault.code) == ("/bodies", "several_bodies")
    assert '"bodies": {"committee": its id}' in fault.detail
    # A policy committee may note the quarter where full council does not.
    version = _adopts(session, council, bodies={"committee": housing.id, "council": policy.id})
    assert [each.body_id for each in service.stages_of(session, version)][2:] == [housing.id, policy.id]


@pytest.mark.parametrize(
    ("data", "pointer", "code"),
    [
        ({"bodies": {"committee": "CMT"}}, "/bodies/committee", "wrong_body"),
        ({"bodies": {"committee": 10**6}}, "/bodies/committee", "unknown_body"),
        ({"bodies": {"cabinet": "HSG", "committee": "HSG"}}, "/bodies", "unknown_stage"),
        ({"bodies": {"check": "HSG", "committee": "HSG"}}, "/bodies", "unknown_stage"),
        ({"bodies": {"committee": "HSG"}, "stages": [CHECK.model_dump()]}, "/bodies", "not_with_stages"),
    ],
)
def test_a_body_is_named_for_a_stage_that_it_can_decide_at(
    session: Session, council: CouncilBuilder, data: dict[str, Any], pointer: str, code: str
) -> None:
    housing, _ = _committees(council)
    ids = {"HSG": housing.id, "CMT": council.cmt.id}
    bodies = {stage: ids.get(body, body) for stage, body in data["bodies"].items()}
    with pytest.raises(Problem) as refused:
        _adopts(session, council, **{**data, "bodies": bodies})
    assert (refused.value.status, [(each.pointer, each.code) for each in refused.value.errors]) == (
        422,
        [(pointer, code)],
    )


def test_a_template_needs_a_body_of_each_kind(session: Session, council: CouncilBuilder) -> None:
    council.scrutiny.valid_to = date(2022, 3, 31)
    with pytest.raises(Problem) as refused:
        adoption.adopt_template(session, council.actor("performance_team"), "cabinet_first", START)
    assert (refused.value.status, [each.code for each in refused.value.errors]) == (422, ["body_missing"])


def test_with_two_scrutiny_committees_the_council_has_to_say_which(session: Session, council: CouncilBuilder) -> None:
    council.body("CHS", "Children's Scrutiny", BodyKind.SCRUTINY)
    with pytest.raises(Problem) as refused:
        adoption.adopt_template(session, council.actor("performance_team"), "cabinet_first", START)
    assert [each.code for each in refused.value.errors] == ["several_bodies"]


def test_a_template_can_be_altered_in_one_part(session: Session, council: CouncilBuilder) -> None:
    calendar = {
        "submission_days": 10,
        "papers_clear_days": 5,
        "commentary_for": ["red"],
        "action_for_red": True,
        "proposal_days": 40,
    }
    data = FrameworkVersionCreate.model_validate(
        {"template": "cabinet_first", "effective_from": "2023-04-01", "calendar": calendar}
    )
    version = adoption.adopt_version(session, council.actor("performance_team"), data)
    assert version.calendar == calendar
    assert version.legend == [each.model_dump() for each in adoption.find_template("cabinet_first").legend]
    # 30 June 2023 was a Friday.
    assert service.submissions_due(version, Period.of_code("2023-24-Q1")) == date(2023, 7, 14)


def test_without_a_template_every_missing_part_is_named(session: Session, council: CouncilBuilder) -> None:
    with pytest.raises(Problem) as refused:
        adoption.adopt_version(
            session,
            council.actor("performance_team"),
            FrameworkVersionCreate(effective_from=START, name="Our own"),
        )
    assert {each.pointer for each in refused.value.errors} == {
        "/calendar",
        "/rating_scheme",
        "/legend",
        "/stages",
    }


def test_versions_are_numbered_journalled_and_in_force_from_their_day(
    session: Session, council: CouncilBuilder
) -> None:
    actor = council.actor("performance_team")
    first = adoption.adopt_template(session, actor, "cabinet_first", START)
    with pytest.raises(Problem) as refused:
        adoption.adopt_template(session, actor, "scrutiny_first", date(2024, 4, 1))
    assert refused.value.errors[0].pointer == "/reason"
    second = adoption.adopt_template(session, actor, "scrutiny_first", date(2024, 4, 1), "Members asked for it")
    assert (first.number, second.number) == (1, 2)
    assert service.framework_on(session, council.id, date(2024, 3, 31)).id == first.id
    assert service.framework_on(session, council.id, date(2024, 4, 1)).id == second.id
    with pytest.raises(Problem) as none:
        service.framework_on(session, council.id, date(2023, 3, 31))
    assert none.value.status == 404
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "framework.adopt")).all()
    assert [event.subject_id for event in events] == [first.id, second.id]
    assert [event.change_no for event in events] == [first.change_no, second.change_no]


def test_another_councils_body_is_not_known(session: Session, council: CouncilBuilder) -> None:
    other = CouncilBuilder(session, "other", "Other Borough Council")
    data = FrameworkVersionCreate(
        template="cabinet_first",
        effective_from=START,
        stages=[CHECK, _stage(2, "member_body", other.cabinet.id, decisive=True)],
    )
    with pytest.raises(Problem) as refused:
        adoption.adopt_version(session, council.actor("performance_team"), data)
    assert [(each.pointer, each.code) for each in refused.value.errors] == [("/stages/1/body_id", "unknown_body")]


@pytest.mark.parametrize("role", ["director", "auditor", "data_provider", "committee_administrator"])
def test_only_those_who_look_after_the_framework_adopt_one(
    session: Session, council: CouncilBuilder, role: str
) -> None:
    with pytest.raises(Problem) as refused:
        adoption.adopt_template(session, council.actor(role), "cabinet_first", START)
    assert refused.value.status == 403
