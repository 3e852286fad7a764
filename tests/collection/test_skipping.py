"""Skipping an optional stage: with a reason, and what comes after it opens as after a decision."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import stages
from quarterdeck.collection.models import Round
from quarterdeck.core.errors import Problem
from quarterdeck.framework.adoption import adopt_version
from quarterdeck.framework.schemas import FrameworkVersionCreate
from quarterdeck.measures.editions import EditionIssue
from quarterdeck.organisation.models import BodyKind
from quarterdeck.reporting.sealing import seal
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Collecting


def _stage(key: str, position: int, kind: str, body_id: int | None = None, **values: Any) -> dict[str, Any]:
    return {
        "key": key,
        "name": key.title(),
        "position": position,
        "kind": kind,
        "body_id": body_id,
        "days_allowed": 5,
        "optional": kind not in ("check", "member_body"),
        "decisive": kind == "member_body",
        **values,
    }


def _sealed(collecting: Collecting, *between: dict[str, Any]) -> Round:
    """A round under a framework with these optional stages between check and Cabinet, its pack sealed."""
    session, council = collecting.session, collecting.council
    last = max(stage["position"] for stage in between) + 1
    data = {
        "template": "cabinet_first",
        "effective_from": date(2023, 4, 1),
        "reason": "Reviews can be left out",
        "stages": [
            _stage("check", 1, "check"),
            *between,
            _stage("cabinet", last, "member_body", council.cabinet.id),
        ],
    }
    adopt_version(session, collecting.team, FrameworkVersionCreate.model_validate(data))
    collecting.measures.indicator("H1", portfolio=council.homes)
    round_ = collecting.opened(Q1)
    collecting.confirmed(collecting.submission(round_))
    seal(session, collecting.team, round_.id)
    session.commit()
    return round_


def _states(session: Session, round_: Round) -> dict[str, str]:
    return {stage.key: row.state for row, stage in stages.of_round(session, round_)}


def _refused(collecting: Collecting, round_: Round, comment: str | None = None) -> Problem:
    with pytest.raises(Problem) as refused, collecting.session.begin_nested():
        collecting.decided_round(round_, "skip_stage", comment)
    collecting.session.expire_all()
    return refused.value


def test_of_several_optional_stages_one_is_named(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    other = council.body("DMT", "Departmental Management Team", BodyKind.CMT)
    both = [_stage(key, 2, "officer_review", body.id) for key, body in (("cmt", council.cmt), ("dmt", other))]
    round_ = _sealed(collecting, *both)
    assert _states(session, round_) == {"check": "decided", "cmt": "open", "dmt": "open", "cabinet": "waiting"}
    assert _refused(collecting, round_).code == "comment-required"
    unclear = _refused(collecting, round_, "No time")
    assert (unclear.status, unclear.code) == (409, "unknown-stage")
    assert "cmt, dmt" in unclear.detail
    collecting.decided_round(round_, "skip_stage", "They do not meet in August", stage="dmt")
    assert _states(session, round_) == {"check": "decided", "cmt": "open", "dmt": "skipped", "cabinet": "waiting"}
    collecting.decided_round(round_, "skip_stage", "Nor do they")
    assert _states(session, round_) == {"check": "decided", "cmt": "skipped", "dmt": "skipped", "cabinet": "open"}
    (cabinet,) = stages.current(session, round_)
    assert cabinet.edition_id is not None
    refused = _refused(collecting, round_, "Nobody came")
    assert (refused.status, refused.code) == (409, "not-allowed-now")
    assert collecting.events("round").count("round.skip_stage") == 2


def test_officers_are_given_the_edition_when_the_stage_before_theirs_is_skipped(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    reviews = [_stage("portfolios", 2, "portfolio_review"), _stage("cmt", 3, "officer_review", council.cmt.id)]
    round_ = _sealed(collecting, *reviews)
    assert session.scalars(select(EditionIssue)).all() == []
    collecting.decided_round(round_, "skip_stage", "The holder is away")
    assert _states(session, round_) == {
        "check": "decided",
        "portfolios": "skipped",
        "cmt": "open",
        "cabinet": "waiting",
    }
    issue = session.scalars(select(EditionIssue)).one()
    assert (issue.body_id, issue.locks, issue.issued_by) == (council.cmt.id, False, collecting.team.person_id)


def test_no_stage_is_skipped_before_the_pack_is_sealed(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    round_ = collecting.opened(Q1)
    assert _refused(collecting, round_, "No time").code == "wrong-state"
