"""What the demo shows beside its rounds and actions: questions, longer deadlines, judgements, somebody standing in."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.demo.papers import papers
from quarterdeck.measures.models import Observation, Series
from quarterdeck.measures.restatement import Restatement
from tests.demo.conftest import Made, Visitor

pytestmark = pytest.mark.slow


@pytest.fixture
def officer(visitor: Visitor) -> Visitor:
    visitor.sign_in("performance")
    return visitor


def submissions_of(visitor: Visitor, period: str) -> dict[str, Any]:
    """The submissions of a quarter's round, by the code of their service."""
    round_ = next(each for each in visitor.items("/rounds") if each["period_code"] == period)
    rows = visitor.items("/submissions", round_id=round_["id"])
    return {row["unit"]["code"]: row for row in rows}


def test_services_were_asked_about_entries_and_one_has_answered(demo: Made, officer: Visitor) -> None:
    of_open = submissions_of(officer, demo.years.open.code)
    asked = [query for row in of_open.values() for query in officer.items(f"/submissions/{row['id']}/queries")]
    assert Counter(query["answer"] is not None for query in asked) == {True: 1, False: 1}
    visitor = officer
    visitor.sign_in("provider.adults")
    waiting = visitor.items(f"/submissions/{of_open['ADULTS']['id']}/queries")
    assert waiting[0]["allowed_actions"] == ["answer"]


def test_one_service_has_longer_and_is_not_late(demo: Made, officer: Visitor) -> None:
    of_open = submissions_of(officer, demo.years.open.code)
    housing = of_open["HOUSING-OPTIONS"]
    assert housing["due_on"] > demo.years.today.isoformat() > housing["extended_from"]
    assert housing["days_late"] == 0
    assert of_open["PLANNING"]["days_late"] > 0


def test_a_submission_was_confirmed_off_the_system_with_the_mail_as_evidence(demo: Made, officer: Visitor) -> None:
    customers = submissions_of(officer, demo.years.in_review.code)["CUSTOMERS"]
    assert customers["state"] == "confirmed"
    kept = officer.items("/evidence", kind="submission", subject_id=customers["id"])
    assert [each["filename"] for each in kept] == ["confirmation-by-mail.txt"]
    answer = officer.get(f"/api/v1/evidence/{kept[0]['id']}/file")
    assert "I confirm the figures" in answer.text


def test_evidence_of_an_entry_stands_beside_the_figure_that_it_became(demo: Made, officer: Visitor) -> None:
    figures = officer.read("/observations", ref="CHS9", period=demo.years.in_review.code)["items"]
    kept = officer.items("/evidence", kind="observation", subject_id=figures[0]["id"])
    assert [each["filename"] for each in kept] == ["gas-safety-register.txt"]


def test_the_pack_in_review_is_commented_on_and_services_have_answered(demo: Made, visitor: Visitor) -> None:
    visitor.sign_in("portfolioholder")
    round_ = next(each for each in visitor.items("/rounds") if each["period_code"] == demo.years.in_review.code)
    edition = max(visitor.items("/packs", round_id=round_["id"]), key=lambda each: each["number"])
    own = visitor.items(f"/packs/{edition['id']}/comments")
    assert Counter((each["ref"], each["answer"] is not None) for each in own) == {("CHS2", True): 1, ("CHS8", False): 1}


def test_one_pack_has_an_exempt_part_and_one_went_out_late_with_its_reason(demo: Made, visitor: Visitor) -> None:
    visitor.sign_in("performance")
    issues = [(pack, issue) for pack in visitor.items("/packs") for issue in pack["issues"]]
    late = [issue for _, issue in issues if issue["late_reason"]]
    exempt = [pack for pack, issue in issues if issue["exempt_parts"]]
    if demo.years.quarter("3Q4") in demo.years.closed:
        assert [issue["body"] for issue in late] == ["OSC"]
    if demo.years.quarter("3Q3") in demo.years.closed:
        assert {pack["period_code"] for pack in exempt} == {demo.years.quarter("3Q3").code}
        path = f"/api/v1/packs/{exempt[0]['id']}/documents/html"
        assert "112 homes, 45 of them affordable" in visitor.get(path).text
        in_public = visitor.get(path, params={"public": True}).text
        assert "112 homes, 45 of them affordable" not in in_public
        assert "Paragraph 3 of Schedule 12A" in in_public


def test_a_manager_on_leave_is_stood_in_for(visitor: Visitor) -> None:
    visitor.sign_in("manager.planning")
    delegated = visitor.items("/delegations")
    assert [each["from_name"] for each in delegated if each["in_force"]] == ["Head of Leisure, Culture and Town Centre"]


def test_ratings_were_judged_and_checks_set_each_with_its_reason(demo: Made, officer: Visitor) -> None:
    judged = papers().asides["override"]
    for row in judged:
        quarter = demo.years.quarter(row["quarter"])
        if quarter not in demo.years.lived[:-1]:
            continue
        figure = officer.read("/observations", ref=row["ref"], period=quarter.code)["items"][0]
        assert (figure["rating"], figure["override_reason"]) == (row["rating"], row["reason"])
        assert figure["ruled_rating"] == "red"
    for row in papers().asides["check"]:
        indicator = officer.read("/indicators", ref=row["ref"])["items"][0]
        checks = officer.read(f"/indicators/{indicator['id']}/checks")["items"]
        assert {each["code"]: each["reason"] for each in checks if each["setting"]} == {row["code"]: row["reason"]}


def test_provisional_figures_became_final_in_the_next_round(demo: Made, records: Session) -> None:
    again = records.execute(
        select(Round.period_code, Entry.period_code, Entry.provisional, Entry.value_state)
        .join(Submission, Submission.id == Entry.submission_id)
        .join(Round, Round.id == Submission.round_id)
        .where(Entry.asked_again, Submission.state == "confirmed")
    ).all()
    assert len(again) >= 8
    assert not any(row.provisional for row in again)
    # What was provisional is asked for once more; what is awaited, until it arrives.
    waiting = [row for row in again if row.value_state == "awaited"]
    assert waiting
    assert max(Counter(row[1] for row in again if row not in waiting).values()) <= 2
    changed = records.scalars(select(Restatement).where(Restatement.reason.startswith("The final figure"))).all()
    assert changed
    still = records.scalars(
        select(Observation.period_code)
        .join(Series, Series.id == Observation.series_id)
        .where(Observation.provisional, Observation.origin == "submission")
    ).all()
    assert demo.years.lived[0].code in still
