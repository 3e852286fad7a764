"""Whose a row is: councils by the mapping file or as read before, indicators by ref and name or an alias."""

import pytest
from sqlalchemy import select

from quarterdeck.core.actor import Actor
from quarterdeck.measures.indicators import add_alias
from quarterdeck.measures.models import Indicator, IndicatorAlias, RatingRow
from quarterdeck.measures.schemas import AliasCreate
from quarterdeck.measures.series import ensure_series
from quarterdeck.organisation.models import Council
from quarterdeck.organisation.schemas.units import CouncilUpdate
from quarterdeck.organisation.service import update_council
from tests.integrations.reading import ANYTOWN, a_mapping, a_row
from tests.measures.growing import Measures

Q1 = "2023-24-Q1"
CALLS = '[[council.indicator]]\nref = ""\nname = "Calls answered"\n'
RULE = 'rating = { kind = "relative", green_within = 0, amber_within = 10 }\n'


def test_an_unknown_council_becomes_a_provisional_one_and_is_the_same_the_next_time(tables):
    [told] = tables.read([a_row()])["councils"]
    assert told == {
        "printed": [ANYTOWN],
        "code": "anytown-borough-council",
        "gss_code": None,
        "name": ANYTOWN,
        "created": True,
        "provisional": True,
        "rows": 1,
        "others_of_this_name": [],
    }
    [again] = tables.read([a_row(council="ANYTOWN  Borough Council", period_label="Q2 2023/24")])["councils"]
    assert (again["code"], again["created"], tables.count(Council)) == ("anytown-borough-council", False, 1)


def test_a_council_that_an_administrator_confirmed_is_still_the_one_that_was_read(tables, session):
    tables.read([a_row()])
    council = tables.council()
    update = CouncilUpdate(name="Anytown City Council", provisional=False)
    update_council(session, Actor.system(council.id), council.id, update, council.version)
    session.commit()
    [again] = tables.read([a_row()])["councils"]
    assert (again["name"], again["created"], again["provisional"]) == ("Anytown City Council", False, False)


def test_the_mapping_file_gives_a_council_its_code_and_other_names(tables):
    mapping = a_mapping('other_names = ["Anytown"]')
    [told] = tables.read([a_row(council="Anytown"), a_row(period_label="Q2 2023/24")], mapping)["councils"]
    assert (told["name"], told["gss_code"], told["provisional"]) == (ANYTOWN, "E07000999", False)
    assert told["printed"] == ["Anytown", ANYTOWN]


@pytest.mark.parametrize("by_gss_code", [True, False])
def test_a_council_on_record_is_met_by_its_code_and_rows_attach_to_its_root_unit(tables, session, council, by_gss_code):
    council.council.gss_code = "E07000092"
    session.commit()
    code = "E07000092" if by_gss_code else council.council.code
    [told] = tables.read([a_row()], a_mapping(code=code))["councils"]
    assert (told["code"], told["created"]) == ("example", False)
    [row] = tables.revisions(Q1)
    assert (row.council_id, row.unit_id) == (council.id, council.root.id)


def test_a_council_is_never_joined_by_its_name(tables, session, council):
    name = council.council.name
    [told] = tables.read([a_row(council=name)])["councils"]
    assert (told["created"], told["provisional"], told["code"]) == (True, True, "example-borough-council")
    assert told["others_of_this_name"] == ["example"]


def test_two_names_that_make_one_code_make_two_councils(tables):
    tables.read([a_row(council="Any-Town"), a_row(council="Any Town"), a_row(council="!!")])
    codes = set(tables.session.scalars(select(Council.code)))
    assert codes == {"any-town", "any-town-2", "council"}


def test_a_provisional_council_is_confirmed_by_a_mapping_file_that_names_it(tables):
    tables.read([a_row()])
    [told] = tables.read([a_row()], a_mapping())["councils"]
    assert (told["created"], told["provisional"], told["gss_code"]) == (False, False, "E07000999")
    assert tables.count(Council) == 1
    assert tables.values(Q1) == [85]


def test_an_indicator_of_the_record_is_met_by_its_ref_and_name_together(tables, session, council):
    measures = Measures(session, council)
    here = a_mapping(code=council.council.code)
    calls = measures.indicator("C1", name="Calls answered")
    report = tables.read([a_row(ref="c1", indicator="CALLS answered")], here)
    assert report["indicators"] == {"matched": 1, "created": 0, "changed": 0}
    assert report["to_confirm_or_merge"] == []
    [row] = tables.revisions(Q1)
    # A series of the council's beside the service's would be asked for in every round as well.
    assert (row.indicator_id, row.unit_id) == (calls.id, council.housing.id)


def test_a_printed_whole_of_what_several_services_report_is_the_council_s(tables, session, council):
    calls = Measures(session, council).indicator("C1", name="Calls answered")
    ensure_series(session, council.id, calls.id, council.place.id)
    session.commit()
    tables.read([a_row(ref="C1", indicator="Calls answered")], a_mapping(code=council.council.code))
    [row] = tables.revisions(Q1)
    assert (row.indicator_id, row.unit_id) == (calls.id, council.root.id)


@pytest.mark.parametrize(
    "ref, name", [("", "Calls answered"), ("C2", "Calls answered"), ("C1", "Calls answered in time")]
)
def test_half_a_match_makes_a_provisional_indicator_that_is_listed_for_merging(tables, session, council, ref, name):
    Measures(session, council).indicator("C1", name="Calls answered")
    report = tables.read([a_row(ref=ref, indicator=name)], a_mapping(code=council.council.code))
    [listed] = report["to_confirm_or_merge"]
    assert (listed["ref"], listed["name"], listed["resembles"]) == ("PROV-001", name, ["C1"])
    assert listed["printed"] == [[ref, name]]
    made = session.scalars(select(Indicator).where(Indicator.ref == "PROV-001")).one()
    assert made.provisional


def test_an_alias_of_the_record_is_a_match(tables, session, council):
    calls = Measures(session, council).indicator("C1", name="Calls answered")
    add_alias(session, Actor.system(council.id), calls.id, AliasCreate(ref="BV1", name="Telephone calls answered"))
    session.commit()
    report = tables.read([a_row(ref="BV1", indicator="Telephone calls answered")], a_mapping(code=council.council.code))
    assert report["indicators"]["matched"] == 1
    assert tables.values(Q1, "Calls answered") == [85]


def test_an_alias_of_the_mapping_file_is_a_match_and_stays_one_without_it(tables):
    mapping = a_mapping(CALLS + 'also = [["C1", "Calls answered in time"]]')
    renamed = a_row(ref="C1", indicator="Calls answered in time", period_label="Q2 2023/24")
    tables.read([a_row(), renamed], mapping)
    assert (tables.values(Q1), tables.values("2023-24-Q2")) == ([85], [85])
    later = a_row(ref="C1", indicator="Calls answered in time", period_label="Q3 2023/24")
    report = tables.read([later], name="later.csv")
    assert report["indicators"] == {"matched": 1, "created": 0, "changed": 0}
    aliases = tables.session.execute(select(IndicatorAlias.ref, IndicatorAlias.name)).all()
    assert {tuple(alias) for alias in aliases} == {("", "Calls answered"), ("C1", "Calls answered in time")}


def test_indicators_of_one_table_that_may_be_the_same_are_listed_beside_each_other(tables):
    rows = [a_row(), a_row(ref="C1"), a_row(ref="C1", indicator="Calls answered in time"), a_row(indicator="Visits")]
    listed = {each["ref"]: each["resembles"] for each in tables.read(rows)["to_confirm_or_merge"]}
    assert listed == {
        "PROV-001": ["PROV-002"],
        "PROV-002": ["PROV-001", "PROV-003"],
        "PROV-003": ["PROV-002"],
        "PROV-004": [],
    }


def test_a_new_indicator_takes_the_ref_that_the_mapping_file_gives_where_it_is_free(tables):
    names = ("Calls answered", "Visits")
    mapping = a_mapping("".join(f'[[council.indicator]]\nref = "C1"\nname = "{name}"\n' for name in names))
    report = tables.read([a_row(ref="C1"), a_row(ref="C1", indicator="Visits")], mapping)
    assert [each["ref"] for each in report["to_confirm_or_merge"]] == ["C1", "PROV-001"]
    assert tables.read([a_row(indicator="Trees")], mapping)["to_confirm_or_merge"][0]["ref"] == "PROV-002"


def test_what_neither_table_nor_mapping_file_says_stays_open_and_is_listed(tables):
    [listed] = tables.read([a_row(value_as_printed="85", target_as_printed="90")])["to_confirm_or_merge"]
    assert listed["not_stated"] == ["polarity", "aggregation", "unit"]
    [definition] = tables.definitions()
    assert (definition.polarity, definition.unit_of_measure, tables.rules()) == ("none", "", [])
    assert definition.reason.endswith("Not stated there or in a mapping file: polarity, aggregation, unit.")
    assert tables.session.scalars(select(RatingRow.unrated_reason)).all() == ["no_rule"]


def test_a_polarity_that_the_table_states_is_taken_and_the_mapping_file_s_goes_before_it(tables):
    stated = a_row(polarity_stated="Aim to maximise")
    tables.read([stated])
    assert tables.definitions()[-1].polarity == "higher"
    tables.read([stated | {"council": "Othertown"}], a_mapping(CALLS + 'polarity = "lower"', council="Othertown"))
    other = tables.session.scalars(
        select(Indicator).where(Indicator.council_id == tables.council("Othertown").id)
    ).one()
    assert other.kind == "performance"


def test_rows_that_state_both_polarities_state_none(tables):
    rows = [
        a_row(polarity_stated="Aim to maximise"),
        a_row(polarity_stated="Aim to minimise", period_label="Q2 2023/24"),
    ]
    [listed] = tables.read(rows)["to_confirm_or_merge"]
    assert "polarity" in listed["not_stated"]
    assert tables.definitions()[-1].polarity == "none"


@pytest.mark.parametrize(
    "labels, frequency",
    [
        (["Q1 2023/24", "Q2 2023/24", "2023/24"], "quarterly"),
        (["April 2023", "May 2023", "2023/24"], "monthly"),
        (["2022/23", "2023/24"], "annual"),
        (["H1 2023/24"], "half_yearly"),
        (["1 Aug - 30 Sep 2023"], "quarterly"),
    ],
)
def test_an_indicator_is_as_frequent_as_its_rows(tables, labels, frequency):
    tables.read([a_row(period_label=label) for label in labels])
    assert tables.indicator().frequency == frequency


def test_decimals_are_those_printed_unless_the_mapping_file_says(tables):
    rows = [a_row(value_as_printed="85.25%"), a_row(period_label="Q2 2023/24")]
    tables.read(rows)
    assert tables.definitions()[-1].decimals == 2
    tables.read(rows, a_mapping(CALLS + "decimals = 1"))
    assert [each.decimals for each in tables.definitions()] == [2, 1]


def test_what_a_mapping_file_says_later_is_added_to_a_provisional_indicator_and_rated_again(tables):
    rows = [a_row(), a_row(period_label="Q2 2023/24", value_as_printed="91%")]
    tables.read(rows)
    assert tables.standing(Q1)["approved"] == (85, "unrated")
    mapping = a_mapping(RULE + CALLS + 'polarity = "higher"\naggregation = "average"\n')
    report = tables.read(rows, mapping)
    assert report["indicators"] == {"matched": 1, "created": 0, "changed": 1}
    first, second = tables.definitions()
    assert ((first.polarity, second.polarity), second.aggregation) == (("none", "higher"), "average")
    assert second.reason == "A printed table or its mapping file says so."
    assert [rule.parameters for rule in tables.rules()] == [{"green_within": 0, "amber_within": 10}]
    assert (tables.standing(Q1)["approved"], tables.standing("2023-24-Q2")["latest"]) == ((85, "amber"), (91, "green"))
    changes = tables.changes()
    assert tables.read(rows, mapping)["indicators"]["changed"] == 0
    assert tables.changes() == changes


def test_a_mapping_file_that_makes_an_indicator_contextual_takes_its_ratings_away(tables):
    rows = [a_row(polarity_stated="higher")]
    tables.read(rows, a_mapping(RULE + CALLS))
    assert tables.standing(Q1)["latest"] == (85, "amber")
    tables.read(rows, a_mapping(RULE + CALLS + 'kind = "contextual"'))
    assert (tables.indicator().kind, tables.standing(Q1)["latest"]) == ("contextual", (85, "unrated"))


def test_an_indicator_that_a_person_has_confirmed_is_left_as_it_is(tables, session, council):
    measures = Measures(session, council)
    measures.indicator("C1", name="Calls answered", polarity="higher", rule=None)
    mapping = a_mapping(
        RULE + '[[council.indicator]]\nref = "C1"\nname = "Calls answered"\npolarity = "lower"\n',
        code=council.council.code,
    )
    assert tables.read([a_row(ref="C1")], mapping)["indicators"]["changed"] == 0
    assert [each.polarity for each in tables.definitions()] == ["higher"]
    assert tables.rules() == []


def test_a_rule_that_does_not_fit_the_polarity_is_left_out(tables):
    tables.read([a_row()], a_mapping(RULE + CALLS))
    assert tables.rules() == []


def test_an_indicator_has_its_own_rule_before_its_council_s(tables):
    own = 'polarity = "higher"\nrating = { kind = "points", green_within = 5, amber_within = 6 }\n'
    tables.read([a_row(rag_as_printed="G")], a_mapping(RULE + CALLS + own))
    assert [rule.kind for rule in tables.rules()] == ["points"]
    assert tables.standing(Q1)["latest"] == (85, "green")
