"""What a service proposes for a year: typed, profiled, checked, put forward and decided on with its round."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import proposals, rounds
from quarterdeck.collection.models import Entry, Submission
from quarterdeck.collection.proposal_schemas import ProposalRead, ProposalUpdate
from quarterdeck.collection.schemas import RoundCreate, RoundDecision
from quarterdeck.core.errors import Problem
from quarterdeck.framework.adoption import adopt_version
from quarterdeck.framework.models import Cycle
from quarterdeck.framework.schemas import FrameworkVersionCreate
from quarterdeck.framework.service import framework_on, framework_read
from quarterdeck.measures import targets
from quarterdeck.measures.models import Indicator, Target
from quarterdeck.measures.schemas import TargetDecision
from tests.builders import CouncilBuilder
from tests.collection.collecting import Collecting, told

YEAR = "2030-31"


@pytest.fixture
def lettings(collecting: Collecting) -> Indicator:
    made: Indicator = collecting.measures.indicator("H4")
    collecting.session.commit()
    return made


def _asked(collecting: Collecting) -> tuple[Submission, Entry]:
    """What the annual round asks Housing, and its one proposal."""
    submission = collecting.submission(collecting.opened(YEAR, cycle=Cycle.ANNUAL))
    [entry] = collecting.entries(submission)
    return submission, entry


def _types(collecting: Collecting, submission: Submission, entry: Entry, **typed: Any) -> ProposalRead:
    data = ProposalUpdate.model_validate(typed)
    actor, version = collecting.provider, entry.version
    saved = proposals.save_proposal(collecting.session, actor, submission.id, entry.id, data, version)
    collecting.session.commit()
    return proposals.proposal_reads(collecting.session, collecting.council.id, [saved])[0]


def _codes(read: ProposalRead) -> list[str]:
    return [finding.code for finding in read.findings if finding.blocks]


def test_a_proposal_is_complete_when_it_says_what_why_and_how_much(collecting: Collecting, lettings: Indicator) -> None:
    submission, entry = _asked(collecting)
    assert _codes(_types(collecting, submission, entry, benchmark="None known")) == ["missing_change"]
    assert _codes(_types(collecting, submission, entry, change="keep")) == ["nothing_to_keep"]
    assert _codes(_types(collecting, submission, entry, change="change")) == ["missing_rationale", "missing_target"]
    read = _types(collecting, submission, entry, target={"value": 24}, rationale="Upper quartile")
    assert _codes(read) == []
    by_period = {each.period_code: each.target.value for each in read.periods if each.target}
    assert by_period == {f"{YEAR}-Q{number}": 24 for number in range(1, 5)}
    assert _codes(_types(collecting, submission, entry, change="drop")) == []


def test_what_is_measured_once_a_year_has_the_years_target_alone(collecting: Collecting) -> None:
    collecting.measures.indicator("H5", frequency="annual")
    collecting.session.commit()
    submission, entry = _asked(collecting)
    said = {"change": "change", "target": {"low": 2, "high": 4}, "rationale": "As the strategy says"}
    read = _types(collecting, submission, entry, **said)
    assert (_codes(read), read.periods, read.profiles) == ([], [], [])


def test_by_hand_every_period_is_typed_and_of_the_year(collecting: Collecting, lettings: Indicator) -> None:
    submission, entry = _asked(collecting)
    half = {f"{YEAR}-Q1": {"value": 25}, f"{YEAR}-Q2": {"value": 24}}
    said = {"change": "change", "rationale": "Less each quarter", "target": {"value": 24}, "profile": "by_hand"}
    assert _codes(_types(collecting, submission, entry, **said, periods=half)) == ["missing_period_target"]
    with pytest.raises(Problem) as refused:
        _types(collecting, submission, entry, periods={"2029-30-Q1": {"value": 1}})
    assert told(refused.value) == (422, "unknown_period")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"target": {"value": 1, "low": 1, "high": 2}, "change": "change"}, "one_or_range"),
        ({"target": {"low": 3, "high": 2}, "change": "change"}, "below_low"),
        ({"target": {"low": 3}, "change": "change"}, "missing"),
        ({"change": "change", "target": {"value": 1}, "profile": "seasonal"}, "no_seasons"),
        ({"change": "new"}, "does_not_fit"),
        ({"explanations": {"no_such_check": "x"}}, "unknown_check"),
    ],
)
def test_what_contradicts_itself_is_refused(
    collecting: Collecting, lettings: Indicator, typed: dict[str, Any], code: str
) -> None:
    submission, entry = _asked(collecting)
    with pytest.raises(Problem) as refused:
        _types(collecting, submission, entry, **typed)
    assert told(refused.value) == (422, code)


def test_a_target_of_a_round_is_decided_on_with_the_round_alone(collecting: Collecting, lettings: Indicator) -> None:
    submission, entry = _asked(collecting)
    _types(collecting, submission, entry, change="change", target={"value": 24}, rationale="Upper quartile")
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    waiting = collecting.session.scalars(select(Target).where(Target.round_id == submission.round_id)).all()
    assert {each.period_code for each in waiting} == {YEAR, *(f"{YEAR}-Q{number}" for number in range(1, 5))}
    decision = TargetDecision(action="approve")
    with pytest.raises(Problem) as refused:
        targets.decide_target(collecting.session, collecting.team, waiting[0].id, decision, waiting[0].version)
    assert refused.value.status == 409
    assert "annual round" in refused.value.detail
    collecting.session.rollback()
    collecting.decided(submission, "reopen", collecting.team, "Aim at 23")
    states = collecting.session.scalars(select(Target.state).where(Target.round_id == submission.round_id))
    assert set(states) == {"declined"}


def test_a_framework_without_annual_stages_says_what_to_do(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    now = framework_read(session, framework_on(session, council.id))
    stages = [stage.model_dump(exclude={"id"}) for stage in now.stages if stage.cycle is Cycle.QUARTERLY]
    data = {"template": "cabinet_first", "effective_from": "2020-04-01", "reason": "Quarters alone", "stages": stages}
    adopt_version(session, collecting.team, FrameworkVersionCreate.model_validate(data))
    with pytest.raises(Problem) as refused:
        rounds.plan_round(session, collecting.team, RoundCreate(cycle=Cycle.ANNUAL, period=YEAR))
    assert (refused.value.status, refused.value.code) == (409, "no-annual-stages")


@pytest.mark.parametrize("period", ["2030-31-Q1", "2030"])
def test_the_annual_round_plans_a_financial_year(collecting: Collecting, period: str) -> None:
    with pytest.raises(Problem) as refused:
        collecting.planned(period, cycle=Cycle.ANNUAL)
    assert told(refused.value) == (422, "not_a_year")


def test_a_year_is_neither_skipped_nor_merged(collecting: Collecting, lettings: Indicator) -> None:
    planned = collecting.planned(YEAR, cycle=Cycle.ANNUAL)
    decision = RoundDecision(action="skip", comment="Not this year")
    with pytest.raises(Problem) as refused:
        rounds.decide_round(collecting.session, collecting.team, planned.id, decision, planned.version)
    assert refused.value.status == 409
