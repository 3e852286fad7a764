"""Tables as other councils might print them: other headings, separators, encodings, units and periods."""

from tests.integrations.reading import a_mapping, read_text

# A district's quarterly return, saved by a spreadsheet in windows-1252 with semicolons: other headings, a year and
# a quarter column, money in millions, shares with their counts, lengths of time, footnote marks.
SPREADSHEET = """\
Authority;Reference;Measure;Unit of measure;Good is;Year;Period;Actual;Target;RAG status;Comments
Northmoor;F1;Income from fees;£m;High;2022/23;Q1;1.24;1.2;G;
Northmoor;F1;Income from fees;£m;High;2022/23;Q2;£1.3m*;1.2;G;Unaudited
Northmoor;H7;Homelessness prevented;;High;2022/23;Q1;84% (42/50);80%;G;
Northmoor;H7;Homelessness prevented;;High;2022/23;Q2;70% (35/50);80%;A;Two officers away
Northmoor;C3;Time to answer calls;mm:ss;Low;2022/23;Q1;04:40;5 minutes;G;
Northmoor;C3;Time to answer calls;mm:ss;Low;2022/23;Q2;05:20;5 minutes;R;
Northmoor;E2;Fly-tips cleared;;High;2022/23;Q1;106%;95%;G;
Northmoor;E2;Fly-tips cleared;;High;2022/23;Q2;not yet available;95%;;
Northmoor;S9;Satisfaction;;High;2022/23;Q2;Annual indicator;Better than last year;;
"""


def test_a_spreadsheet_with_other_headings_marks_and_units_is_read_whole(tables):
    report = tables.read(read_text(SPREADSHEET, "windows-1252"), name="Northmoor Q2.csv")
    assert (report["rows"], report["read"], report["read_with_state"], report["unreadable"]) == (9, 7, 2, [])
    assert tables.values("2022-23-Q1", "Income from fees") == [1.24]
    [second] = tables.revisions("2022-23-Q2", "Income from fees")
    assert (second.value, second.provisional, second.commentary, second.as_printed) == (
        1.3,
        True,
        "Unaudited",
        "£1.3m*",
    )
    [share] = tables.revisions("2022-23-Q1", "Homelessness prevented")
    assert (share.value, share.numerator, share.denominator) == (84, 42, 50)
    assert tables.values("2022-23-Q2", "Fly-tips cleared") == ["awaited"]
    assert tables.values("2022-23-Q2", "Satisfaction") == ["not_due"]
    assert [target.text for target in tables.targets("2022-23-Q2", "Satisfaction")] == ["Better than last year"]
    polarities = {name: tables.definitions(name)[0].polarity for name in ("Income from fees", "Time to answer calls")}
    assert polarities == {"Income from fees": "higher", "Time to answer calls": "lower"}


def test_a_length_of_time_and_its_target_are_in_one_unit(tables):
    tables.read(read_text(SPREADSHEET, "windows-1252"))
    times = [tables.values(f"2022-23-Q{quarter}", "Time to answer calls") for quarter in (1, 2)]
    goals = [
        target.value for quarter in (1, 2) for target in tables.targets(f"2022-23-Q{quarter}", "Time to answer calls")
    ]
    assert (times, goals) == ([[280], [320]], [300, 300])
    assert tables.definitions("Time to answer calls")[0].unit_of_measure == "seconds"


# A county's published page: calendar months, an earlier month beside each, published dates in the notes.
WEB_PAGE = """\
council,indicator,period_label,value_as_printed,target_as_printed,previous_as_printed,note
Westshire County Council,Potholes repaired in 28 days,June 2023,81%,90%,79%,published 20 July 2023
Westshire County Council,Potholes repaired in 28 days,July 2023,84%,90%,80%,published 21 August 2023
Westshire County Council,Library visits,June 2023,"102,345",,"98,770",published 20 July 2023
Westshire County Council,Library visits,July 2023,"99,870",,"102,345",published 21 August 2023
Westshire County Council,Waste per household,"April to June 2023/24",112.4kg,below 115kg,,published 21 August 2023
"""


def test_a_page_that_changes_what_it_said_a_month_before_shows_both(tables):
    report = tables.read(read_text(WEB_PAGE))
    assert (report["unreadable"], report["conflicts"]) == ([], [])
    assert report["observations"] == {"created": 7, "updated": 1, "unchanged": 1}
    assert tables.values("2023-06", "Potholes repaired in 28 days") == [81, 80]
    assert [str(row.printed_on) for row in tables.revisions("2023-06", "Potholes repaired in 28 days")] == [
        "2023-07-20",
        "2023-08-21",
    ]
    assert tables.values("2023-05", "Library visits") == [98770]
    [target] = tables.targets("2023-24-Q1", "Waste per household")
    assert (target.value, target.as_printed) == (115, "below 115kg")


# Two councils in one file, before and after they were merged: one name, two codes.
MERGED = """\
council,ref,indicator,period_label,value_as_printed,target_as_printed
Eastvale Borough Council,H1,Homes re-let,2021/22,343,
Eastvale Borough Council,H1,Homes re-let,2022/23,351,
Eastvale,H1,Homes re-let,2023/24,980,
"""


def test_two_councils_of_one_name_stay_two(tables):
    mapping = a_mapping(
        '[[council]]\nname = "Eastvale"\ncode = "E06000999"\n', council="Eastvale Borough Council", code="E07000998"
    )
    report = tables.read(read_text(MERGED), mapping)
    assert [(each["gss_code"], each["rows"]) for each in report["councils"]] == [("E07000998", 2), ("E06000999", 1)]


# A table with merged cells and a misprint: what cannot be read is said, with where it stands and what to do.
MERGED_CELLS = """\
council,indicator,unit,period_label,value_as_printed,target_as_printed,rag_as_printed
Southwick,Average re-let time,days,Q1 2023/24,34 days,28,Red
,Average re-let time,days,Q2 2023/24,31 days,28,Amber
Southwick,Average re-let time,days,Q3 2023/24,"31,2",28,
Southwick,Average re-let time,days,Q1 2023,31,28,
Southwick,Average re-let time,days,Q4 2023/24,29,4 weeks,Green
Southwick,Average re-let time,%,2023/24,31%,28%,
"""


def test_what_cannot_be_read_is_listed_with_its_place_its_reason_and_a_mend(tables):
    report = tables.read(read_text(MERGED_CELLS))
    assert [(each["line"], each["column"], each["text"]) for each in report["unreadable"]] == [
        (3, "council", ""),
        (4, "value_as_printed", "31,2"),
        (5, "period_label", "Q1 2023"),
        (7, "value_as_printed", "31%"),
    ]
    assert report["unreadable"][3]["also"][0]["column"] == "target_as_printed"
    assert all(each["reason"] and each["advice"] for each in report["unreadable"])
    assert tables.values("2023-24-Q1", "Average re-let time") == [34]
    assert [target.value for target in tables.targets("2023-24-Q4", "Average re-let time")] == [28]
