"""Files of comparison data: by code and never by a name, with a source, wholly or not at all, and once."""

import pytest
from sqlalchemy import func, select

from quarterdeck.comparisons import files
from quarterdeck.comparisons.models import ComparisonArea, ComparisonFile, ComparisonValue
from quarterdeck.core import clock
from quarterdeck.core.errors import Problem
from tests.comparisons.loading import example, faults, loaded, looked_at
from tests.measures.growing import Measures

PATH = "/api/v1/comparisons/files"


@pytest.fixture
def measures(session, council):
    return Measures(session, council)


@pytest.fixture
def with_areas(session, measures):
    measures.indicator("H4")
    loaded(session, measures.team, example("areas"))
    return measures


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_the_performance_team_looks_at_a_file_says_where_it_is_from_and_loads_it(client, council, session):
    Measures(session, council).indicator("H4")
    client.sign_in_as("performance_team")
    form = {"file": ("areas.csv", example("areas"), "text/csv")}
    file = client.post(PATH, files=form).json()
    assert (file["kind"], file["state"], file["counts"]["new"]) == ("areas", "previewed", 10)
    assert "load" not in file["allowed_actions"]
    assert client.read("/comparisons/areas")["items"] == []

    decide = f"/comparisons/files/{file['id']}/decisions"
    refused = client.change("POST", decide, {"action": "load"}, 1).json()
    assert {each["pointer"] for each in refused["errors"]} == {"/publisher", "/title", "/published_on"}
    said = {"publisher": "Example Statistics", "title": "Areas", "published_on": "2024-01-05"}
    stated = client.change("PATCH", f"/comparisons/files/{file['id']}", said, 1).json()
    assert stated["allowed_actions"] == ["state_source", "throw_away", "load"]
    stale = {"action": "load", "digest": "0" * 64}
    assert client.change("POST", decide, stale, 2).json()["type"].endswith("changed-since-preview")
    done = client.change("POST", decide, {"action": "load", "digest": stated["digest"]}, 2)
    assert (done.status_code, done.json()["state"], done.json()["allowed_actions"]) == (200, "loaded", [])

    areas = {each["code"]: each for each in client.read("/comparisons/areas")["items"]}
    assert areas["E06999901"]["predecessors"] == ["E07999901", "E07999902"]
    assert areas["E07999901"]["successors"] == ["E06999901"]
    assert client.change("DELETE", f"/comparisons/files/{file['id']}", version=3).status_code == 409
    # The very same again has nothing to write, and is not loaded.
    again = client.post(PATH, files=form).json()
    assert again["counts"] == {"new": 0, "changed": 0, "unchanged": 10, "fault": 0}
    assert client.change("DELETE", f"/comparisons/files/{again['id']}", version=1).status_code == 204


FIGURES = [
    ("H4,Corve Bay,2023-24,41", ["name_and_no_code"]),
    ("H4,E0699,2023-24,41", ["no_code"]),
    ("H4,,2023-24,41", ["missing"]),
    ("H4,E06999999,2023-24,41", ["unknown_code"]),
    ("H4,E07999901,2023-24,41", ["not_valid_then"]),
    ("H4,E06999901,2022-23,41", ["not_valid_then"]),
    # Not for the whole of the period.
    ("H4,E07999901,2023,41", ["not_valid_then"]),
    ("H9,E06999902,2023-24,41", ["unknown_indicator"]),
    ("H4,E06999902,last year,41", ["bad_period"]),
    ("H4,E06999902,2023-24,about 40", ["not_a_number"]),
    ("H4,E06999902,2023-24,nan", ["not_a_number"]),
    ("H4,E06999902,2023-24,1e400", ["not_a_number"]),
    ("H4,E06999902,2023-24,", ["missing"]),
    ("H4,E06999902,2023-24,41,suppressed", ["value_and_state"]),
    ("H4,E06999902,2023-24,,hidden", ["unknown_state"]),
    ("H4,E06999902,2023-24,,,41", ["missing"]),
    ("H4,E06999902,2023-24,,,41,0", ["zero_denominator"]),
    ("H4,E06999902,2023-24,0.41,,41,100", ["does_not_agree"]),
    ("H4,E06999902,2023-24,41,,41,100", []),
    ("H4,E06999902,2023-24,,,41,100", []),
    ("H4,E06999902,2023-24,\"1,041.5%\"", []),
    ("H4,e06999902,2023-24,,suppressed", []),
]  # fmt: skip


def test_what_a_line_of_figures_may_say_and_how_a_fault_is_mended(session, with_areas):
    heading = "indicator,area,period,value,value_state,numerator,denominator"
    for row, codes in FIGURES:
        _, lines = looked_at(session, with_areas.team, f"{heading}\n{row}\n")
        assert faults(lines).get(2, []) == codes, row
    _, (named, _, ended, *_) = looked_at(
        session, with_areas.team, "\n".join([heading, *(row for row, _ in FIGURES[:1] + FIGURES[2:3] + FIGURES[4:5])])
    )
    assert "E06999902" in named.faults[0].detail
    assert "successor is E06999901 (Aldmere and Brindle)" in ended.faults[0].detail


def test_a_file_with_a_fault_is_not_loaded_and_nothing_of_it_is_half_done(session, with_areas):
    content = "indicator,area,period,value\nH4,E06999902,2023-24,41\nH4,Dunholt,2023-24,40\nH4,E06999902,2023-24,42\n"
    file, lines = looked_at(session, with_areas.team, content)
    assert faults(lines) == {3: ["name_and_no_code"], 4: ["repeated"]}
    with pytest.raises(Problem) as refused:
        files.decide_file(session, with_areas.team, file.id, "load", file.version)
    assert refused.value.code == "not-allowed-now"
    session.rollback()
    assert count(session, ComparisonValue) == 0


@pytest.mark.both
def test_a_later_file_revises_and_the_same_again_writes_nothing(session, with_areas):
    loaded(session, with_areas.team, example("figures"))
    before = count(session, ComparisonValue)
    _, lines = looked_at(session, with_areas.team, example("figures"))
    assert {line.result.value for line in lines} == {"unchanged"}
    file = loaded(
        session,
        with_areas.team,
        example("figures").replace("E06999903,2023-24,38.4,,384", "E06999903,2023-24,39.4,,394"),
    )
    assert file.counts == {"new": 0, "changed": 1, "unchanged": 7, "fault": 0}
    query = select(ComparisonValue.revision, ComparisonValue.value).where(ComparisonValue.area_code == "E06999903")
    assert session.execute(query.order_by(ComparisonValue.revision)).all() == [(1, 38.4), (2, 39.4)]
    assert count(session, ComparisonValue) == before + 1


def test_a_version_of_a_group_keeps_its_members_and_areas_keep_their_versions(session, with_areas):
    loaded(session, with_areas.team, example("groups"))
    fewer = "\n".join(example("groups").splitlines()[:-1])
    _, lines = looked_at(session, with_areas.team, fewer)
    assert set(map(tuple, faults(lines).values())) == {("version_taken",)}
    loaded(session, with_areas.team, fewer.replace(",2025,2025-", ",2026,2026-"))
    loaded(
        session,
        with_areas.team,
        "code,name,kind,valid_to,successors\nE06999902,Corve Bay,unitary,2026-03-31,E06999903\n",
    )
    numbers = select(ComparisonArea.number).where(ComparisonArea.code == "E06999902").order_by(ComparisonArea.number)
    assert session.scalars(numbers).all() == [1, 2]


AREAS = [
    ("E06999902,Corve Bay,borough", ["unknown_kind"]),
    ("Corve Bay,Corve Bay,unitary", ["name_and_no_code"]),
    ("E06999902,,unitary", ["missing"]),
    ("E06999902,Corve Bay,unitary,31 March", ["no_day"]),
    ("E06999902,Corve Bay,unitary,2024-04-01,2024-03-31", ["ends_before_it_begins"]),
    ("E06999902,Corve Bay,unitary,,,E06999903", ["unknown_code", "missing"]),
    ("E06999902,Corve Bay,unitary,,2024-03-31,E06999902", ["itself"]),
    ("E06999902,Corve Bay,unitary,,2024-03-31,Dunholt", ["no_code"]),
    ("E06999902,Corve Bay,unitary,01/04/2009,,", []),
]


@pytest.mark.parametrize(("row", "codes"), AREAS)
def test_what_a_line_of_areas_may_say(session, council, row, codes):
    _, lines = looked_at(
        session, council.actor("performance_team"), f"code,name,kind,valid_from,valid_to,successors\n{row}\n"
    )
    assert faults(lines).get(2, []) == codes


NO_TABLES = [
    (b"", "empty_file"),
    (b"code,name,kind\n", "no_rows"),
    (b"code,name\nE06999902,x\n", "column_missing"),
    (b"code,name,kind,rank\nE06999902,x,unitary,1\n", "unknown_column"),
    (b"code,name,kind,code\nE06999902,x,unitary,1\n", "repeated_column"),
    (b"PK\x03\x04", "no_table"),
    (b"\xff\xfec\x00", "no_table"),
    (b"code,name,kind\nE06999902," + b"x" * 2001 + b",unitary\n", "long_cell"),
]


def test_what_is_no_file_of_comparison_data_says_what_one_looks_like(client, council):
    client.sign_in_as("performance_team")
    for content, code in NO_TABLES:
        answer = client.post(PATH, files={"file": ("x.csv", content, "text/csv")})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


def test_a_file_that_was_never_loaded_is_forgotten_after_a_while_and_a_source_never(session, with_areas):
    looked_at(session, with_areas.team, example("figures"))
    with clock.set_to(clock.now() + files.KEPT_FOR * 2):
        files.forget_old(session)
    assert session.scalars(select(ComparisonFile.state)).all() == ["loaded"]
