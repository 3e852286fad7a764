"""How two editions' annual parts differ, and that what is not read in one is not told of the other."""

from quarterdeck.reporting.annual import narrowed_annual
from quarterdeck.reporting.annual_content import AnnualContent
from quarterdeck.reporting.annual_differences import Held, compare_annual
from tests.documents.test_annual import ANNUAL


def changed() -> AnnualContent:
    """Another edition's: other words on the first priority, another outturn, a correction less."""
    stored = ANNUAL.model_dump(mode="json")
    first = stored["priorities"][0]
    first["progress"] = "Faster than feared."
    first["measures"][0]["outturns"][-1]["value"] = 35.0
    stored["corrections"] = []
    return AnnualContent.model_validate(stored)


def held(annual: AnnualContent | None, read: AnnualContent | None = None) -> Held:
    return {"annual": annual.model_dump(mode="json") if annual else None}, read or annual


def test_words_outturns_and_corrections_are_told_before_and_after() -> None:
    found = compare_annual(held(ANNUAL), held(changed()))
    assert found is not None
    assert [(each.change, each.after) for each in found.progress] == [("changed", "Faster than feared.")]
    (measure,) = found.measures
    assert measure.before is not None
    assert measure.after is not None
    assert (measure.ref, measure.changed) == ("H1", ["outturns"])
    assert (measure.before.outturns[-1].value, measure.after.outturns[-1].value) == (31.0, 35.0)
    assert [(each.change, each.ref) for each in found.corrections] == [("removed", "H1")]
    same = compare_annual(held(ANNUAL), held(ANNUAL))
    assert same is not None
    assert (same.progress, same.measures, same.corrections) == ([], [], [])


def test_where_one_alone_ends_a_year_all_of_it_is_new_and_where_neither_does_there_is_nothing() -> None:
    found = compare_annual(held(None), held(ANNUAL))
    assert found is not None
    assert {each.change for each in (*found.progress, *found.measures, *found.corrections)} == {"added"}
    assert len(found.measures) == len({each.series_id for one in ANNUAL.priorities for each in one.measures})
    assert compare_annual(held(None), held(None)) is None


def test_a_measure_that_is_not_read_whole_in_one_is_told_of_neither() -> None:
    read = narrowed_annual(changed(), lambda *cell: cell != (1, "2022-23-Q4"))
    found = compare_annual(held(ANNUAL), held(changed(), read))
    assert found is not None
    assert found.measures == []
