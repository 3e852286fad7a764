"""Checks as an indicator has them set, and red figures that need an action, as a service meets them at entry."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.actions import service
from quarterdeck.actions.models import Action
from quarterdeck.actions.schemas import ActionCreate, ActionDecision
from quarterdeck.collection import entries
from quarterdeck.collection.models import Entry, Submission
from quarterdeck.framework.adoption import adopt_version
from quarterdeck.framework.schemas import Calendar, FrameworkVersionCreate
from quarterdeck.measures import setting_checks
from quarterdeck.measures.check_schemas import CheckSetting, ChecksUpdate
from quarterdeck.measures.models import Indicator, Observation
from tests.collection.collecting import Q1, Collecting


def _set(collecting: Collecting, indicator: Indicator, **severities: str) -> None:
    """The performance team sets checks of an indicator, all others as they are by themselves."""
    checks = [
        CheckSetting(code=code, severity=each, reason="Agreed with the service") for code, each in severities.items()
    ]
    data = ChecksUpdate(checks=checks)
    setting_checks.set_checks(collecting.session, collecting.team, indicator.id, data, indicator.version)
    collecting.session.commit()


def _entry(collecting: Collecting, indicator: Indicator) -> tuple[Submission, Entry]:
    submission = collecting.submission(collecting.opened(Q1))
    return submission, collecting.entry(submission, indicator)


def _found(session: Session, entry: Entry) -> dict[str, tuple[str, str, bool]]:
    """By code: how severe, where it is mended, and whether it blocks."""
    (read,) = entries.entry_reads(session, entry.council_id, [entry])
    return {each.code: (each.severity, each.field, each.blocks) for each in read.findings}


def test_a_warning_is_set_off_or_made_an_error_and_back(session: Session, collecting: Collecting) -> None:
    indicator = collecting.measures.indicator("H1")
    submission, entry = _entry(collecting, indicator)
    said = {"over_100": "Arrears were paid too"}
    collecting.typed(entry, value=102.44)
    assert _found(session, entry) == {"over_100": ("warning", "explanations/over_100", True)}
    collecting.typed(entry, explanations=said)
    assert _found(session, entry)["over_100"][2] is False
    # As an error no explanation helps, and it is mended in the figure.
    _set(collecting, indicator, over_100="error")
    assert _found(session, entry) == {"over_100": ("error", "value", True)}
    assert collecting.refused(submission, "submit", collecting.provider) == (409, "checklist")
    _set(collecting, indicator, over_100="off")
    assert _found(session, entry) == {}
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    # An explanation of what nobody asks about any more does not go on record.
    assert session.query(Observation).one().explanations == {}


def test_an_error_is_made_a_warning_whose_explanation_goes_on_record(session: Session, collecting: Collecting) -> None:
    """A weighted score is not its numerator over its denominator: said once, for every quarter's reviewers."""
    indicator = collecting.measures.indicator("H1")
    submission, entry = _entry(collecting, indicator)
    collecting.typed(entry, value=89, numerator=12_274, denominator=14_195)
    assert _found(session, entry) == {"value_not_ratio": ("error", "value", True)}
    _set(collecting, indicator, value_not_ratio="warning")
    assert _found(session, entry) == {"value_not_ratio": ("warning", "explanations/value_not_ratio", True)}
    assert collecting.refused(submission, "submit", collecting.provider) == (409, "checklist")
    said = {"value_not_ratio": "Weighted by the size of each centre"}
    collecting.typed(entry, explanations=said)
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    assert session.query(Observation).one().explanations == said


def test_missing_commentary_is_asked_for_less_but_a_nil_return_always_has_its_reason(
    session: Session, collecting: Collecting
) -> None:
    indicator = collecting.measures.indicator("H1")
    collecting.measures.target(indicator, Q1, 95)
    _, entry = _entry(collecting, indicator)
    collecting.typed(entry, value=50)
    assert _found(session, entry) == {"missing_commentary": ("error", "commentary", True)}
    # Nobody is asked to explain why there is no commentary.
    _set(collecting, indicator, missing_commentary="warning")
    assert _found(session, entry) == {"missing_commentary": ("warning", "commentary", False)}
    _set(collecting, indicator, missing_commentary="off")
    assert _found(session, entry) == {}
    collecting.typed(entry, value_state="nil_return")
    assert _found(session, entry) == {"missing_commentary": ("error", "commentary", True)}


def test_a_setting_is_of_one_indicator(session: Session, collecting: Collecting) -> None:
    lenient, other = collecting.measures.indicator("H1"), collecting.measures.indicator("H2")
    _set(collecting, lenient, over_100="off")
    submission = collecting.submission(collecting.opened(Q1))
    found = []
    for indicator in (lenient, other):
        entry = collecting.typed(collecting.entry(submission, indicator), value=104)
        found.append(list(_found(session, entry)))
    assert found == [[], ["over_100"]]


@pytest.fixture
def strict(collecting: Collecting) -> Collecting:
    """Under a framework that wants an action beside a red figure."""
    calendar = Calendar(submission_days=15, papers_clear_days=5, commentary_for=["red"], action_for_red=True)
    data = {"template": "cabinet_first", "effective_from": "2021-04-01", "calendar": calendar.model_dump(),
            "reason": "Red needs an action"}  # fmt: skip
    adopt_version(collecting.session, collecting.team, FrameworkVersionCreate.model_validate(data))
    collecting.session.commit()
    return collecting


def _raised(collecting: Collecting, indicator: Indicator) -> Action:
    data = ActionCreate.model_validate(
        {"what": "Re-let empty homes sooner", "whom_text": "Head of Housing", "unit_id": collecting.council.housing.id,
         "due": "2023-09", "source_kind": "indicator", "source_id": indicator.id}
    )  # fmt: skip
    made = service.raise_action(collecting.session, collecting.team, data)
    collecting.session.commit()
    return made


def _decided(collecting: Collecting, action: Action, name: str, comment: str | None = None) -> None:
    decision = ActionDecision(action=name, comment=comment)
    service.decide_action(collecting.session, collecting.team, action.id, decision, action.version)
    collecting.session.commit()


def test_a_red_figure_needs_an_action_under_way_where_the_framework_says_so(
    session: Session, strict: Collecting
) -> None:
    indicator = strict.measures.indicator("H1")
    strict.measures.target(indicator, Q1, 95)
    submission, entry = _entry(strict, indicator)
    needed = {"red_without_action": ("error", "value", True)}
    for value, found in ((94, {}), (50, needed)):
        strict.typed(entry, value=value, commentary="Two blocks stood empty")
        assert _found(session, entry) == found
    assert strict.refused(submission, "submit", strict.provider) == (409, "checklist")
    action = _raised(strict, indicator)
    assert _found(session, entry) == {}
    # Reported done it is under way still; cancelled it is not.
    other = _raised(strict, strict.measures.indicator("H2"))
    _decided(strict, action, "cancel", "Raised twice")
    assert (_found(session, entry), other.state) == (needed, "open")
    _raised(strict, indicator)
    assert strict.decided(submission, "submit", strict.provider).state == "submitted"


@pytest.mark.parametrize("severity,found", [("off", {}), ("warning", {"red_without_action": True})])
def test_an_indicator_may_be_excepted_from_it(
    session: Session, strict: Collecting, severity: str, found: dict[str, Any]
) -> None:
    indicator = strict.measures.indicator("H1")
    strict.measures.target(indicator, Q1, 95)
    _set(strict, indicator, red_without_action=severity)
    submission, entry = _entry(strict, indicator)
    strict.typed(entry, value=50, commentary="The market")
    assert {code: each[2] for code, each in _found(session, entry).items()} == found
    strict.typed(entry, explanations=dict.fromkeys(found, "The action is the region's"))
    assert strict.decided(submission, "submit", strict.provider).state == "submitted"
