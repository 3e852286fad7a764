"""An indicator beside others: who is not ranked, what is not averaged, and what a comparison is to be taken with."""

from datetime import date

import pytest
from defusedxml import ElementTree

from quarterdeck.comparisons.reads import Asked, compare
from quarterdeck.comparisons.spread import age_of, lie_of, pooled
from quarterdeck.measures.viewpoint import NOW, Viewpoint
from tests.comparisons.loading import example, loaded
from tests.measures.growing import Measures

YEAR = "2023-24"


@pytest.fixture
def measures(session, council):
    return Measures(session, council)


@pytest.fixture
def indicator(session, measures):
    """Ours, with two quarters of numerators and denominators, and what others have for the year."""
    made = measures.indicator("H4", definition={"numerator_label": "Let", "denominator_label": "Homes"})
    for quarter in (1, 2, 3, 4):
        measures.reported(
            made, f"2023-24-Q{quarter}", 50.0, numerator=10.0 * quarter, denominator=20.0 * quarter, approved=True
        )
    for name in ("areas", "groups", "figures"):
        loaded(session, measures.team, example(name))
    return made


def of(found, code):
    return next(each for each in (*found.areas, *found.wider) if each.code == code)


def test_a_year_is_compared_with_the_outturn_and_others_stand_in_the_order_of_their_names(session, measures, indicator):
    found = compare(session, measures.team, NOW, Asked(indicator.id))
    assert (found.period, found.own.how, found.own.value) == (YEAR, "outturn", 50.0)
    assert [each.name for each in found.areas] == sorted(each.name for each in found.areas)
    assert [each.code for each in found.wider] == ["E12999901", "E92999901"]
    # Of four figures: 38.4, 40, 51.2 and 62.
    spread = found.spread
    assert (spread.lowest, spread.median, spread.highest) == (38.4, 45.6, 62.0)
    assert (spread.lower_quartile, spread.upper_quartile) == pytest.approx((39.6, 53.9))
    # 512 + 200 + 384 + 310 of 1000 + 500 + 1000 + 500: no mean of percentages, which would be 47.9.
    assert (found.pooled.value, found.pooled.areas) == (pytest.approx(1406 / 30), 4)
    by_code = compare(session, measures.team, NOW, Asked(indicator.id, order="code"))
    assert [each.code for each in by_code.areas] == sorted(each.code for each in by_code.areas)


def test_a_group_says_how_many_of_how_many_have_a_figure(session, measures, indicator):
    every = compare(session, measures.team, NOW, Asked(indicator.id))
    found = compare(session, measures.team, NOW, Asked(indicator.id, group_id=every.groups[0].id))
    assert {each.code for each in found.areas} == {f"E0699990{number}" for number in range(1, 6)}
    assert (found.spread.reported, found.spread.members) == (3, 5)
    assert found.spread.lower_quartile is None
    assert of(found, "E06999904").value_state == "suppressed"
    assert (of(found, "E06999905").value_state, of(found, "E06999905").sentence) == (None, "No figure was loaded.")
    before = compare(session, measures.team, NOW, Asked(indicator.id, "2022-23", every.groups[0].id))
    assert "E06999901 began on 1 April 2023" in of(before, "E06999901").sentence
    assert {"no_own_figure", "few_reported", "not_valid_then"} <= {each.code for each in before.cautions}


@pytest.mark.both
def test_what_was_compared_at_a_moment_stays_readable(session, measures, indicator):
    then = Viewpoint(change_no=session.info["changes"][measures.council.id].number)
    revised = example("figures").replace("E06999902,2023-24,40.0,,200,500", "E06999902,2023-24,44.0,,220,500")
    loaded(session, measures.team, revised, title="Figures, revised")
    now = of(compare(session, measures.team, NOW, Asked(indicator.id)), "E06999902")
    assert (now.value, [each.value for each in now.earlier]) == (44.0, [40.0])
    assert of(compare(session, measures.team, then, Asked(indicator.id)), "E06999902").value == 40.0
    before_any = compare(session, measures.team, Viewpoint(change_no=1), Asked(indicator.id, YEAR))
    assert (before_any.areas, before_any.groups) == ([], [])


def test_cautions_say_why_to_take_it_with_care(session, measures, indicator):
    measures.council.council.gss_code = "E06999902"
    more = "indicator,area,period,value,unit\nH4,E06999906,2023-24,61,per 1000 homes\nH4,E06999902,2023-24,40,%\n"
    loaded(session, measures.team, more, definition_note="lettings of shops count.", published_on=date(2020, 1, 1))
    found = compare(session, measures.team, NOW, Asked(indicator.id))
    said = {each.code: each.sentence for each in found.cautions}
    assert set(said) == {"definition_note", "unit_differs", "own_differs", "several_sources", "old_source"}
    assert said["own_differs"].startswith("The source has 40.0% for your council, your own record 50.0%.")
    assert of(found, "E06999902").is_own
    # Ours is not among the others, and one of them gives no numerator now.
    assert found.spread.members == 4
    assert found.pooled is None
    assert "never averaged" in found.no_pooled


def test_the_drawing_is_described_keeps_hostile_names_out_and_is_the_same_for_the_same(
    client, session, measures, indicator
):
    hostile = '</svg><script>alert(1)</script>&"'
    rows = f'code,name,kind\nE06999907,"{hostile.replace(chr(34), chr(34) * 2)}",unitary\n'
    loaded(session, measures.team, rows)
    loaded(session, measures.team, "indicator,area,period,value\nH4,E06999907,2023-24,45\n")
    client.sign_in_as("analyst")
    path = f"/api/v1/indicators/{indicator.id}/comparisons/chart.svg"
    for width in (320, 760):
        drawn = client.get(path, params={"width": width})
        assert drawn.content == client.get(path, params={"width": width}).content
        root = ElementTree.fromstring(drawn.content)
        space = {"s": "http://www.w3.org/2000/svg"}
        assert "the median is" in root.find("s:desc", space).text
        assert not root.findall(".//s:script", space)
        labels = {each.get("data-label") for each in root.iter() if each.get("data-label")}
        assert {hostile, "Whole Country", "Example Borough Council"} <= labels
    assert client.get(path, headers={"If-None-Match": client.get(path).headers["ETag"]}).status_code == 304
    other = measures.indicator("H5")
    empty = client.get(f"/api/v1/indicators/{other.id}/comparisons/chart.svg")
    assert b"No figures" in empty.content
    assert client.read(f"/indicators/{other.id}/comparisons")["period"] is None


LIES = [
    ([], None),
    ([3.0], (3.0, None, 3.0, None, 3.0)),
    ([1.0, 2.0, 4.0], (1.0, None, 2.0, None, 4.0)),
    ([1.0, 2.0, 3.0, 4.0], (1.0, 1.75, 2.5, 3.25, 4.0)),
    ([5.0, 5.0, 5.0, 5.0], (5.0, 5.0, 5.0, 5.0, 5.0)),
]


@pytest.mark.parametrize(("values", "lie"), LIES)
def test_how_figures_lie(values, lie):
    found = lie_of(values)
    assert (found and (found.lowest, found.lower_quartile, found.median, found.upper_quartile, found.highest)) == lie


def test_figures_together_come_of_their_parts():
    assert pooled([(1.0, 10.0), (9.0, 10.0)], "%") == (50.0, 10.0, 20.0)
    assert pooled([(1.0, 2.0), (98.0, 98.0)], "%") == (99.0, 99.0, 100.0)
    assert pooled([], "%") is None
    assert pooled([(1.0, 0.0)], "%") is None


AGES = [
    (date(2026, 3, 1), (0, "0 days")),
    (date(2026, 2, 28), (1, "1 day")),
    (date(2025, 12, 2), (89, "2 months")),
    (date(2025, 3, 1), (365, "1 year")),
    (date(2024, 1, 15), (776, "2 years 1 month")),
    (date(2026, 3, 9), (-8, "not published yet")),
]


@pytest.mark.parametrize(("published", "age"), AGES)
def test_how_old_a_publication_is(published, age):
    assert age_of(published, date(2026, 3, 1)) == age
