"""What a token reads of the whole estate: what an analyst reads, and nothing beyond what it is limited to."""

from typing import Any

import pytest

from quarterdeck.organisation.machines import NARROWED_READS, OF_PEOPLE
from tests.api.all_calls import all_calls
from tests.api.asking import Asking
from tests.api.calls import Call
from tests.api.permission_matrix import MARKS, OPEN, Row, rows

READS = [row for row in rows() if row.operation not in OPEN]


def _asked(asking: Asking, call: Call, token: str) -> Any:
    answer, journalled = asking.send(call, "nobody", Authorization=f"Bearer {token}")
    assert not journalled, call.path
    return answer


def _against(row: Row, call: Call, answer: Any, expected: str) -> list[str]:
    told = f"{row.operation}, {row.situation}"
    if answer.status_code not in MARKS[expected]:
        return [f"{told}: {expected} expected, {answer.status_code} answered {answer.text[:200]}"]
    told_in_json = expected in "y-" and "json" in answer.headers["content-type"]
    if told_in_json and (expected == "y") is not call.shown_in(answer.json()):
        return [f"{told}: {expected} expected, and seen is another"]
    return []


@pytest.mark.slow
def test_a_token_reads_what_an_analyst_reads_and_changes_nothing(asking: Asking, record_property: Any) -> None:
    record_property("database", asking.name)
    calls, wrong = all_calls(asking.estate), list[str]()
    for row in READS:
        call = calls[row.operation, row.situation]
        path = asking.operations[row.operation]["path"]
        expected = row.marks["AN"] if call.method == "GET" and not path.startswith(OF_PEOPLE) else "3"
        wrong += _against(row, call, _asked(asking, call, asking.estate.asked.token.token), expected)
    record_property("figure", ("calls by token", asking.name, len(READS)))
    assert wrong == [], "\n".join(wrong)


@pytest.mark.slow
def test_a_limited_token_is_refused_whatever_cannot_be_limited(asking: Asking, record_property: Any) -> None:
    record_property("database", asking.name)
    e, wrong = asking.estate, list[str]()
    calls, limited = all_calls(e), e.asked.limited["to Housing"].token
    for row in READS:
        call, path = calls[row.operation, row.situation], asking.operations[row.operation]["path"]
        if call.method != "GET" or path not in NARROWED_READS:
            wrong += _against(row, call, _asked(asking, call, limited), "3")
    assert wrong == [], "\n".join(wrong)


def _seen(asking: Asking, token: str) -> dict[str, set[int]]:
    """What a token sees in each list, by the ids of what it is about."""
    found: dict[str, set[int]] = {}
    for path, field in (
        ("/indicators", "id"),
        ("/observations", "indicator_id"),
        ("/targets", "indicator_id"),
        ("/observations?pack=", "indicator_id"),
    ):
        path = path.replace("pack=", f"pack={asking.estate.editions['2023-24-Q1'].id}")
        base, _, query = path.partition("?")
        call = Call("GET", base, query={"limit": 500, **dict(each.split("=") for each in query.split("&") if each)})
        answer = _asked(asking, call, token)
        assert answer.status_code == 200, answer.text
        found[path.partition("=")[0]] = {item[field] for item in answer.json()["items"]}
    return found


@pytest.mark.slow
def test_a_limited_token_sees_its_units_and_indicators_and_no_others(asking: Asking, record_property: Any) -> None:
    record_property("database", asking.name)
    e = asking.estate
    own, other = e.housing.indicator.id, e.environment.indicator.id
    by_unit, by_indicator, by_both = (made.token for made in e.asked.limited.values())
    whole, seen_by_unit = _seen(asking, e.asked.token.token), _seen(asking, by_unit)
    assert all({own, other} <= seen for seen in whole.values()), whole
    assert all(own in seen and other not in seen for seen in seen_by_unit.values()), seen_by_unit
    assert e.housing.foreign.id in seen_by_unit["/indicators"], "of a team below"
    assert all(seen == {other} for seen in _seen(asking, by_indicator).values())
    assert all(seen == set() for seen in _seen(asking, by_both).values())
    for path in ("", "/definitions", "/rating-rules", "/series", "/targets"):
        assert _asked(asking, Call("GET", f"/indicators/{own}{path}"), by_unit).status_code == 200, path
        assert _asked(asking, Call("GET", f"/indicators/{other}{path}"), by_unit).status_code == 404, path
    for service, status in ((e.housing, 200), (e.environment, 404)):
        for path in (f"/observations/{service.approved.id}/revisions", f"/targets/{service.approved_target.id}"):
            assert _asked(asking, Call("GET", path), by_unit).status_code == status, path
    summary = Call("GET", "/observations/summary", query={"period": "2023-24-Q1"})
    assert _asked(asking, summary, e.asked.token.token).json() != _asked(asking, summary, by_unit).json()
