"""Entries: saved as they are typed, by version, without an event; and what is shown beside them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quarterdeck.collection import entries
from quarterdeck.collection.models import Entry, Submission
from quarterdeck.collection.schemas import EntryRead, EntryUpdate
from quarterdeck.core import journal, refs
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Q2, Q3, Collecting


@pytest.fixture
def entry(collecting: Collecting) -> Entry:
    """The one entry of Housing's submission for Q1: an indicator H1, in per cent."""
    indicator = collecting.measures.indicator("H1")
    return collecting.entry(collecting.submission(collecting.opened(Q1)), indicator)


def _refused(collecting: Collecting, entry: Entry, actor: Any = None, **values: Any) -> Problem:
    with pytest.raises(Problem) as refused, collecting.session.begin_nested():
        collecting.typed(entry, actor, **values)
    collecting.session.expire_all()
    return refused.value


def _read(collecting: Collecting, entry: Entry) -> EntryRead:
    return entries.entry_reads(collecting.session, collecting.council.id, [entry])[0]


def test_typing_saves_the_entry_and_nothing_else(session: Session, collecting: Collecting, entry: Entry) -> None:
    head = session.get_one(journal.CouncilHead, collecting.council.id, populate_existing=True)
    before = (head.change_no, head.event_count)
    collecting.typed(entry, value=94.2, commentary="Two sites were closed in June.")
    assert (entry.value_state, entry.value, entry.version) == ("value", 94.2, 2)
    assert (entry.updated_by, entry.updated_at is not None) == (collecting.provider.person_id, True)
    session.refresh(head)
    assert (head.change_no, head.event_count) == before
    assert session.scalar(select(func.count()).select_from(AuditEvent).where(AuditEvent.kind == "entry")) == 0


def test_the_first_entry_saved_starts_the_submission(session: Session, collecting: Collecting, entry: Entry) -> None:
    collecting.typed(entry, value=94.2)
    saved = entries.entry_saved(session, entry)
    assert (saved.submission_state, saved.submission_version) == ("draft", 2)
    collecting.typed(entry, value=94.3)
    saved = entries.entry_saved(session, entry)
    assert (saved.submission_state, saved.submission_version, saved.version) == ("draft", 2, 3)


def test_saving_what_stands_already_changes_nothing(session: Session, collecting: Collecting, entry: Entry) -> None:
    collecting.typed(entry, commentary="")
    saved = entries.entry_saved(session, entry)
    assert (saved.version, saved.submission_state, saved.updated_by) == (1, "requested", None)


def test_a_stale_version_is_refused_with_the_current_one(collecting: Collecting, entry: Entry) -> None:
    collecting.typed(entry, value=94.2)
    collecting.typed(entry, collecting.team, value=94.3)
    refused = _refused(collecting, entry, value=94.4, version=2)
    assert (refused.status, refused.headers["ETag"]) == (412, '"3"')


# What is typed into an entry that holds the number 94.2, and what it holds then.
TYPED = [
    ({"value": 95}, ("value", 95.0)),
    ({"value": None}, (None, None)),
    ({"value_state": None}, (None, None)),
    ({"value_state": "awaited"}, ("awaited", None)),
    ({"value_state": "awaited", "value": None}, ("awaited", None)),
    ({"value_state": "value"}, ("value", 94.2)),
    ({"value_state": "value", "value": None}, ("value", None)),
    ({"value_state": "value", "value": 0}, ("value", 0.0)),
    ({"numerator": 942, "denominator": 1000, "forecast": 96, "provisional": True}, ("value", 94.2)),
]


@pytest.mark.parametrize("body,expected", TYPED)
def test_a_number_goes_with_its_state_and_null_clears(
    collecting: Collecting, entry: Entry, body: dict[str, Any], expected: tuple[str | None, float | None]
) -> None:
    collecting.typed(entry, value=94.2)
    collecting.typed(entry, **body)
    assert (entry.value_state, entry.value) == expected


def test_clearing_the_number_of_a_state_without_one_keeps_the_state(collecting: Collecting, entry: Entry) -> None:
    collecting.typed(entry, value_state="not_available")
    collecting.typed(entry, value=None, commentary="The contractor's system is down")
    assert entry.value_state == "not_available"


def test_what_explains_no_check_is_refused_and_what_is_not_found_now_is_kept(
    collecting: Collecting, entry: Entry
) -> None:
    with pytest.raises(Problem) as refused:
        collecting.typed(entry, explanations={"jump": "Two sites", "no_such": "x"})
    found = [(each.pointer, each.code) for each in refused.value.errors]
    assert (refused.value.status, found) == (422, [("/explanations/no_such", "unknown_check")])
    assert "GET /checks" in refused.value.errors[0].detail
    collecting.session.rollback()
    collecting.typed(entry, explanations={"jump": "Two sites"})
    assert entry.explanations == {"jump": "Two sites"}


def test_numbers_and_texts_beside_the_figure_are_cleared_too(collecting: Collecting, entry: Entry) -> None:
    collecting.typed(
        entry, value=94.2, numerator=942, denominator=1000, forecast=96, explanations={"jump": "Two sites"}
    )
    collecting.typed(entry, numerator=None, denominator=None, forecast=None, explanations={}, commentary="")
    assert (entry.numerator, entry.denominator, entry.forecast, entry.explanations) == (None, None, None, {})


@pytest.mark.parametrize(
    "body,pointer",
    [
        ({"value": 1, "value_state": "awaited"}, "/value"),
        ({"value": 1, "value_state": None}, "/value"),
        ({"status": "on_course"}, "/status"),
        ({"update": "Done"}, "/update"),
    ],
)
def test_fields_of_a_figure_that_contradict_are_refused(
    collecting: Collecting, entry: Entry, body: dict[str, Any], pointer: str
) -> None:
    refused = _refused(collecting, entry, **body)
    assert (refused.status, refused.errors[0].pointer) == (422, pointer)
    assert entry.version == 1


def test_an_activity_takes_its_own_fields(collecting: Collecting) -> None:
    activity = collecting.activity("People 5")
    entry = collecting.entry(collecting.submission(collecting.opened(Q1)), activity)
    collecting.typed(entry, status="in_question", update="Consulted", cause="No bids", path_to_green="Second tender")
    assert (entry.status, entry.update, entry.cause, entry.path_to_green) == (
        "in_question",
        "Consulted",
        "No bids",
        "Second tender",
    )
    collecting.typed(entry, status=None)
    assert entry.status is None
    refused = _refused(collecting, entry, value=3, commentary="x")
    assert [each.pointer for each in refused.errors] == ["/commentary", "/value"]
    read = _read(collecting, entry)
    assert read.activity is not None
    assert (read.activity.ref, read.activity.status, read.indicator, read.rating) == (
        "People 5",
        "not_started",
        None,
        None,
    )


def test_the_performance_team_types_on_behalf_and_others_do_not(
    council: CouncilBuilder, collecting: Collecting, entry: Entry
) -> None:
    collecting.typed(entry, collecting.team, value=94.2)
    assert entry.updated_by == collecting.team.person_id
    for role in ("service_manager", "auditor"):
        assert _refused(collecting, entry, council.actor(role), value=1).status == 403
    elsewhere = council.actor("data_provider", unit=council.environment)
    assert _refused(collecting, entry, elsewhere, value=1).status == 404


def test_permission_comes_before_version_and_version_before_state(
    council: CouncilBuilder, collecting: Collecting, entry: Entry
) -> None:
    collecting.submitted(_submission(collecting))
    assert _refused(collecting, entry, council.actor("director"), value=1, version=1).status == 403
    assert _refused(collecting, entry, value=1, version=1).status == 412
    assert _refused(collecting, entry, value=1).code == "wrong-state"


@pytest.mark.parametrize(("state", "who_helps"), [("submitted", "can return it"), ("confirmed", "can reopen it")])
def test_what_is_submitted_or_confirmed_takes_no_typing_and_says_who_helps(
    collecting: Collecting, entry: Entry, state: str, who_helps: str
) -> None:
    submission = _submission(collecting)
    collecting.submitted(submission) if state == "submitted" else collecting.confirmed(submission)
    for actor in (collecting.provider, collecting.team):
        refused = _refused(collecting, entry, actor, value=1)
        assert (refused.status, refused.code) == (409, "wrong-state")
        assert who_helps in refused.detail


def test_an_entry_of_another_submission_is_not_there(collecting: Collecting, entry: Entry) -> None:
    other = collecting.submission(collecting.opened(Q2))
    with pytest.raises(Problem) as refused:
        entries.save_entry(
            collecting.session,
            collecting.provider,
            other.id,
            entry.id,
            EntryUpdate(value=1),
            entry.version,
        )
    assert refused.value.status == 404


def test_an_entry_is_shown_with_what_it_takes_to_judge_it(collecting: Collecting) -> None:
    measures = collecting.measures
    indicator = measures.indicator(
        "H1",
        definition={
            "definition": "Homes let within 28 days",
            "numerator_label": "Homes let in time",
            "denominator_label": "Homes let",
            "data_source": "Housing system",
        },
    )
    earlier = [f"{year}-{year % 100 + 1}-Q{quarter}" for year in (2021, 2022) for quarter in (1, 2, 3, 4)]
    for number, period in enumerate([*earlier, Q1]):
        measures.reported(indicator, period, 90.0 + number)
    measures.reported(indicator, "2022-23", 91)
    measures.reported(indicator, "2023-24-Q1", state="not_available", reason="The system is down")
    measures.reported(indicator, Q3, 99)
    measures.target(indicator, Q2, 95)
    measures.target(indicator, "2023-24", 96)
    entry = collecting.entry(collecting.submission(collecting.opened(Q2)), indicator)
    read = _read(collecting, entry)
    assert read.indicator is not None
    assert (read.indicator.ref, read.indicator.name, read.indicator.breakdown) == ("H1", "Indicator H1", "all")
    assert (read.indicator.definition.unit_of_measure, read.indicator.definition.decimals) == ("%", 1)
    assert read.indicator.definition.definition == "Homes let within 28 days"
    assert read.target is not None
    assert (read.target.value, read.target.text) == (95, "")
    # The last eight of the same kind, oldest first: no year, nothing later, a gap as a gap.
    assert [(each.period_code, each.value_state, each.value) for each in read.earlier] == [
        *[(period, "value", 91 + number) for number, period in enumerate(earlier[1:])],
        (Q1, "not_available", None),
    ]
    assert read.last_year is not None
    assert (read.last_year.period_code, read.last_year.value) == ("2022-23-Q2", 95)
    assert read.year_target is not None
    assert (read.year_target.period_code, read.year_target.value) == ("2023-24", 96)
    assert (read.asked_again, read.on_record, read.evidence, read.on_behalf) == (False, None, 0, False)
    assert read.rating is None
    assert [each.code for each in read.findings] == ["missing_value"]


def test_what_was_counted_another_way_is_not_comparable_and_says_since_when(collecting: Collecting) -> None:
    indicator = collecting.measures.indicator("H1")
    for period in ("2022-23-Q2", Q1):
        collecting.measures.reported(indicator, period, 90.0)
    collecting.measures.defined(indicator, date(2023, 7, 1), "Void works are counted", breaks_series=True)
    read = _read(collecting, collecting.entry(collecting.submission(collecting.opened(Q2)), indicator))
    assert [(each.period_code, each.broken_from) for each in read.earlier] == [
        ("2022-23-Q2", "Q2 2023/24"),
        (Q1, "Q2 2023/24"),
    ]
    assert read.last_year is not None
    assert read.last_year.broken_from == "Q2 2023/24"
    after = collecting.measures.indicator("H2")
    collecting.measures.defined(after, date(2023, 4, 1), "Clarified", breaks_series=True)
    collecting.measures.reported(after, Q1, 90.0)
    again = _read(collecting, collecting.entry(collecting.submission(collecting.opened(Q3)), after))
    assert [(each.period_code, each.broken_from) for each in again.earlier] == [(Q1, None)]


@pytest.mark.parametrize(
    "value,rating,reason",
    [(95, "green", None), (94.95, "green", None), (94.9, "amber", None), (80, "red", None)],
)
def test_an_entry_shows_the_rating_it_would_get(
    collecting: Collecting, value: float, rating: str, reason: str | None
) -> None:
    indicator = collecting.measures.indicator("H1")
    collecting.measures.target(indicator, Q1, 95)
    entry = collecting.typed(collecting.entry(collecting.submission(collecting.opened(Q1)), indicator), value=value)
    read = _read(collecting, entry)
    assert read.rating is not None
    assert (read.rating.rating, read.rating.unrated_reason, read.rating.sentence) == (rating, reason, "")


def test_an_entry_carries_the_rule_that_rates_it_and_what_that_looks_at(collecting: Collecting) -> None:
    """A screen rates what is typed before it is saved: it needs all that the service itself would look at."""
    measures = collecting.measures
    plain = measures.indicator("H1")
    by_year = measures.indicator("H2", rule={"kind": "last_year", "parameters": {}})
    by_forecast = measures.indicator("H3", rule={"kind": "forecast", "parameters": {"green_within": 1}})
    volume = measures.indicator("H4", kind="contextual", rule=None)
    unruled = measures.indicator("H5", rule=None)
    before = measures.reported(by_year, "2022-23-Q1", 91)
    measures.target(by_forecast, "2023-24", 96)
    submission = collecting.submission(collecting.opened(Q1))
    rules = {
        indicator.ref: _read(collecting, collecting.entry(submission, indicator)).rating_rule
        for indicator in (plain, by_year, by_forecast, volume, unruled)
    }
    assert rules["H1"] is not None
    assert (rules["H1"].kind, rules["H1"].last_year, rules["H1"].year_target) == ("relative", None, None)
    assert rules["H1"].parameters["green_within"] is not None
    assert rules["H2"] is not None
    assert (rules["H2"].kind, rules["H2"].last_year) == ("last_year", 91)
    assert rules["H3"] is not None
    assert rules["H3"].year_target is not None
    assert (rules["H3"].parameters, rules["H3"].year_target.value) == ({"green_within": 1}, 96)
    assert rules["H4"] is not None
    assert rules["H4"].kind == "contextual"
    assert rules["H5"] is None
    last_year = _read(collecting, collecting.entry(submission, by_year)).last_year
    assert last_year is not None
    assert last_year.observation_id == before.id


def test_a_figure_that_cannot_be_rated_says_why(collecting: Collecting, entry: Entry) -> None:
    collecting.typed(entry, value=95)
    read = _read(collecting, entry)
    assert read.rating is not None
    assert (read.rating.rating, read.rating.unrated_reason) == ("unrated", "no_target")
    collecting.typed(entry, value_state="awaited")
    read = _read(collecting, entry)
    assert read.rating is not None
    assert (read.rating.unrated_reason, read.rating.sentence) == ("no_value", "There is no figure to rate (awaited).")


def test_a_reference_to_an_entry_says_what_it_is_of(
    session: Session, council: CouncilBuilder, collecting: Collecting, entry: Entry
) -> None:
    referent = refs.resolve(session, collecting.provider, "entry", entry.id)
    assert (referent.label, referent.place.unit_id) == ("H1 Indicator H1, Q1 2023/24", council.housing.id)
    with pytest.raises(Problem) as hidden:
        refs.resolve(session, council.actor("director"), "entry", entry.id)
    assert hidden.value.status == 404


def _submission(collecting: Collecting) -> Submission:
    return collecting.session.scalars(select(Submission)).one()
