"""Edge cases of summaries: percentages that add up, denominators that are said, this quarter and not the last."""

import pytest

from tests.collection.collecting import Q1, Q2
from tests.edge_cases.telling import Officers, Papers
from tests.integrations.reading import ANYTOWN, a_mapping, a_row

MAIDSTONE = "Maidstone Borough Council"


def test_e11_summary_percentages_not_adding_up(papers: Papers) -> None:
    """Maidstone, Q4 2020/21: ratings of ten and directions of nine in one table. Here each says what it is out of."""
    papers.read_lines("maidstone.csv", (47, 61), (65, 84))
    summary = papers.summary(MAIDSTONE, "2020-21-Q4")
    assert summary.performance + summary.contextual == summary.total == 20
    assert summary.green + summary.amber + summary.red == summary.rated
    assert summary.rated + summary.not_rated == summary.performance
    assert summary.sentence.startswith(f"{summary.rated} of {summary.performance} performance indicators are rated: ")
    shares = summary.percentages
    assert shares.green + shares.amber + shares.red == 100
    for counts in (summary.short_travel, summary.long_travel):
        assert counts.improving + counts.unchanged + counts.worsening == counts.compared
        assert counts.compared + counts.not_compared == counts.indicators == summary.performance
        assert counts.sentence.startswith(f"{counts.compared} of {summary.performance} can be compared")
    assert summary.rated != summary.short_travel.compared


# Printed: 81 + 6 + 17 = 104; 72 + 11 + 11 = 94; "12.25%" for 2 of 16. What counts of that size make here.
ADDING_UP = [
    ((13, 1, 3), (76, 6, 18), "17 of 17 performance indicators are rated: 13 green, 1 amber, 3 red."),
    ((13, 2, 2), (76, 12, 12), "17 of 17 performance indicators are rated: 13 green, 2 amber, 2 red."),
    ((10, 4, 2), (63, 25, 12), "16 of 16 performance indicators are rated: 10 green, 4 amber, 2 red."),
]


@pytest.mark.parametrize("counts,shares,sentence", ADDING_UP)
def test_e11_shares_of_a_quarter_are_100_in_all(
    papers: Papers, counts: tuple[int, int, int], shares: tuple[int, int, int], sentence: str
) -> None:
    """A page of a performance report, its indicators on, within a tenth of and far from their target."""
    figures = [value for value, number in zip((80, 75, 50), counts, strict=True) for _ in range(number)]
    rows = [
        a_row(indicator=f"Applications decided in time in area {number}", value_as_printed=f"{value}%")
        | {"target_as_printed": "80%"}
        for number, value in enumerate(figures)
    ]
    names = "".join(
        f'[[council.indicator]]\nref = ""\nname = "{row["indicator"]}"\npolarity = "higher"\n' for row in rows
    )
    rule = 'rating = { kind = "relative", green_within = 0, amber_within = 10 }\n'
    papers.read(rows, a_mapping(rule + names))
    summary = papers.summary(ANYTOWN, "2023-24-Q1")
    assert (summary.green, summary.amber, summary.red) == counts
    assert (summary.percentages.green, summary.percentages.amber, summary.percentages.red) == shares
    assert summary.sentence == sentence


def test_e11_last_quarter_s_share_is_counted_and_not_quoted(officers: Officers) -> None:
    """Quoted as 74/29 when it had been 71/29: a quarter's counts come from its figures, whenever they are asked for."""
    values = {"A1": 97, "A2": 97, "A3": 80}
    measured = {ref: officers.measures.indicator(ref) for ref in values}
    for period, red in ((Q1, 80), (Q2, 97)):
        submission = officers.submission(officers.opened(period))
        for ref, indicator in measured.items():
            officers.measures.target(indicator, period, 95)
            value = red if ref == "A3" else values[ref]
            officers.typed(officers.entry(submission, indicator), value=value, commentary="As planned")
        officers.decided(submission, "submit", officers.provider)
        officers.decided(submission, "confirm", officers.manager)
    assert [officers.summary(period).sentence for period in (Q1, Q2)] == [
        "3 of 3 performance indicators are rated: 2 green, 0 amber, 1 red.",
        "3 of 3 performance indicators are rated: 3 green, 0 amber, 0 red.",
    ]
    assert (
        officers.summary(Q2).short_travel.sentence == "3 of 3 can be compared: 1 improving, 2 unchanged, 0 worsening."
    )
