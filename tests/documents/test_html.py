"""The HTML edition: structure that assistive technology can follow, hostile text inert, the same bytes every time."""

import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from quarterdeck.documents.assemble import EditionFacts, PutBefore, assemble_document
from quarterdeck.documents.model import Column, Document, Fact, Facts, Heading, NumberCell, StatusCell, Table
from quarterdeck.documents.render.html import render_html, stylesheet
from quarterdeck.documents.wording import RATINGS
from quarterdeck.reporting.content import EditionContent
from tests.documents.example import CONTENT, EDITION, figure
from tests.documents.pages import Page

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></head><body onload=alert(1)>",
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- --><style>*{display:none}</style>",
    "[click](javascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://elsewhere.example/pixel.png)",
    "&lt;script&gt;",
    "\u202etxt.exe \u200b\ufeff",
    "𝕊𝕔𝕣𝕚𝕡𝕥 ﷽ 表ポあA鷗",
]


def rendered(content: EditionContent = CONTENT, edition: EditionFacts = EDITION) -> str:
    return render_html(assemble_document(content, edition), "/api/v1/documents/stylesheet.css")


def page(content: EditionContent = CONTENT, edition: EditionFacts = EDITION) -> Page:
    return Page(rendered(content, edition))


CODES = {"kind", "polarity", "rating", "ruled_rating", "exceptions", "status", "state", "code", "unrated_reason"}
CODED = ("_on", "_from", "_code", "_state", "_travel", "_precision")


def changed(value: Any, text: str) -> Any:
    """The content with a text put into every free text of it; codes and dates stay what they are."""
    if isinstance(value, dict):
        return {
            name: each if name in CODES or name.endswith(CODED) else changed(each, text) for name, each in value.items()
        }
    if isinstance(value, list):
        return [changed(each, text) for each in value]
    return text if isinstance(value, str) else value


def test_the_page_says_its_language_and_title_and_takes_its_style_from_one_sheet() -> None:
    shown = page()
    assert shown.one("html").attributes["lang"] == "en-GB"
    assert shown.one("title").text == "Quarterly monitoring document: Q2 2023/24 – Example Borough Council"
    assert [each.attributes["href"] for each in shown.all("link")] == ["/api/v1/documents/stylesheet.css"]
    assert shown.all("script", "style", "img", "iframe", "object", "form", "base") == []
    assert [each for each in shown.elements if "style" in each.attributes] == []
    assert shown.html.startswith("<!DOCTYPE html>")


def test_no_heading_level_is_skipped_and_there_is_one_title() -> None:
    headings = page().all("h1", "h2", "h3", "h4", "h5", "h6")
    levels = [int(each.tag[1]) for each in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert [each.text for each in headings if each.tag == "h2"] == [
        "Summary",
        "Exceptions: what is off track, why, and what is being done",
        "Changes since the last report",
        "How ratings are made",
        "Part 1: activities by theme",
        "Part 2: business performance by theme",
        "Contextual measures",
        "Measures without data, and why",
        "Notes on the figures",
        "Actions",
    ]


def test_every_cell_has_a_header_that_says_which_way_it_reads() -> None:
    shown = page()
    assert len(shown.all("table")) == 15
    for number, caption in enumerate(shown.all("caption")):
        assert caption.text.strip()
        head, *rows = shown.within(number)
        assert [each.attributes["scope"] for each in head] == ["col"] * len(head)
        assert all(each.text.strip() for each in head)
        for row in rows:
            assert [each.tag for each in row] == ["th"] + ["td"] * (len(head) - 1)
            assert row[0].attributes["scope"] == "row"
            assert row[0].text.strip()
    merged = {"colspan", "rowspan"}
    assert [each for each in shown.all("th", "td") if merged & each.attributes.keys()] == []


def test_a_row_shown_as_a_card_keeps_its_roles_and_names_each_cell_by_its_column() -> None:
    """At a telephone's width the stylesheet stacks the cells of larger tables."""
    shown = page()
    for number in range(len(shown.all("table"))):
        head, *rows = shown.within(number)
        assert {each.attributes["role"] for each in head} == {"columnheader"}
        for name, *cells in rows:
            assert name.attributes["role"] == "rowheader"
            assert [each.attributes["data-label"] for each in cells] == [each.text for each in head[1:]]
            assert {each.attributes["role"] for each in cells} <= {"cell"}
    roles = [each.attributes.get("role") for each in shown.all("table", "thead", "tbody", "tr")]
    assert set(roles) == {"table", "rowgroup", "row"}
    # Only what is empty is left out of a card.
    blank = [each for each in shown.all("td") if "blank" in each.attributes["class"].split()]
    assert blank
    assert not any(each.text.strip() for each in blank)


def test_a_wide_table_scrolls_in_a_region_that_the_keyboard_reaches_by_name() -> None:
    shown = page()
    ids = {each.attributes["id"] for each in shown.elements if "id" in each.attributes}
    regions = [each for each in shown.elements if each.attributes.get("role") == "region"]
    assert len(regions) == len(shown.all("table"))
    assert all(each.attributes["tabindex"] == "0" for each in regions)
    assert {each.attributes["aria-labelledby"] for each in regions} <= ids


def test_ids_are_unique_and_every_link_within_the_page_leads_somewhere() -> None:
    shown = page()
    ids = Counter(each.attributes["id"] for each in shown.elements if "id" in each.attributes)
    assert [name for name, count in ids.items() if count > 1] == []
    targets = [each.attributes["href"] for each in shown.all("a") if each.attributes["href"].startswith("#")]
    # The skip link, the contents, and from the exceptions to Part 1.
    assert len(targets) == 12
    assert {each.removeprefix("#") for each in targets} <= ids.keys()


def test_themes_that_differ_in_punctuation_alone_have_headings_of_their_own() -> None:
    figures = [
        figure("H1", "One", theme="People"),
        figure("H2", "Two", series_id=2, theme="People!"),
        figure("H3", "Three", series_id=3, theme="—"),
    ]
    shown = page(CONTENT.model_copy(update={"figures": figures, "activities": []}))
    anchors = [each.attributes["id"] for each in shown.all("h3") if each.attributes["id"].startswith("performance")]
    assert anchors == ["performance-people", "performance-people-2", "performance-"]


def test_a_status_is_told_in_words_and_its_shape_is_left_to_the_eye() -> None:
    shapes = page().all("svg")
    assert len(shapes) == 25
    assert all(each.attributes["aria-hidden"] == "true" for each in shapes)
    statuses = [each for each in page().all("span") if each.attributes.get("class") == "status"]
    assert all(each.text.strip() for each in statuses)
    # Each status has a shape of its own, so that colour carries nothing alone.
    drawn = dict(re.findall(r'<svg class="(\w+)".*?>(<.*?/>)', rendered()))
    assert len(drawn) == len(set(drawn.values())) == 5


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_wherever_it_stands(text: str) -> None:
    content = EditionContent.model_validate(changed(CONTENT.model_dump(mode="json"), text))
    edition = EditionFacts(1, EDITION.sealed_on, text, PutBefore(text, None, text), None, (text,))
    clean, shown = page(), page(content, edition)
    assert {each.tag for each in shown.elements} <= {each.tag for each in clean.elements} | {"aside"}
    assert {name for each in shown.elements for name in each.attributes} <= {
        name for each in clean.elements for name in each.attributes
    }
    links = [each.attributes["href"] for each in shown.all("a")]
    assert all(each.startswith(("#", "https://")) for each in links)
    if "](" not in text:
        assert text in shown.one("main").text.replace("\u00a0", " ")
        assert text in shown.one("title").text


def test_control_characters_never_reach_the_page() -> None:
    content = EditionContent.model_validate(changed(CONTENT.model_dump(mode="json"), "a\x00b\x07c\x1b[31m\x7f"))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", rendered(content))


def test_the_same_edition_gives_the_same_bytes() -> None:
    again = EditionContent.model_validate_json(CONTENT.model_dump_json())
    assert rendered() == rendered(again)


def test_every_ref_value_target_and_rating_is_found_in_the_text() -> None:
    text = page().one("main").text
    for each in CONTENT.figures:
        assert f"{each.ref} {each.name}" in text
    for words in ("102.4%", "31.4 days", "26.0 days", "Better than last year", "Not available", "14,195", "97.2%"):
        assert words in text
    for words in ("On target", "Near target", "Off target", "Not rated", "revised", "provisional, for Q1 2023/24"):
        assert words in text


def test_a_table_whose_rows_do_not_fit_its_columns_cannot_come_about() -> None:
    """The renderer trusts the model; that it may is checked on everything a report holds."""
    document = assemble_document(CONTENT, EDITION)
    tables = [each for each in document.blocks if isinstance(each, Table)]
    assert tables
    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)


def test_numbers_and_statuses_carry_their_notes() -> None:
    shown = Page(
        render_html(
            Document(
                title="T",
                subtitle="S",
                language="en-GB",
                facts=Facts(facts=[Fact(term="Digest", text="abc", exact=True)]),
                blocks=[
                    Heading(level=2, text="One", anchor="one"),
                    Table(
                        caption="C",
                        columns=[Column(title="A", width="name"), Column(title="B", width="number")],
                        rows=[
                            [
                                StatusCell(status=RATINGS["unrated"], note="no target"),
                                NumberCell(text="1", mark="revised"),
                            ]
                        ],
                    ),
                ],
            ),
            "s.css",
        )
    )
    assert [each.text for each in shown.all("span") if each.attributes.get("class") == "mark"] == [
        "no target",
        "revised",
    ]
    assert shown.all("dd")[0].attributes == {"class": "exact"}


def test_the_stylesheet_serves_light_and_dark_paper_and_forced_colours() -> None:
    sheet = stylesheet()
    for media in ("prefers-color-scheme: dark", "forced-colors: active", "@media print"):
        assert media in sheet
    assert "url(" not in sheet
    assert "@import" not in sheet


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_stands_out_from_its_paper_and_shapes_too(scheme: str) -> None:
    """WCAG 2.2: text 4.5 to 1, shapes 3 to 1."""
    colours = _colours(stylesheet(), scheme)
    for name in ("ink", "quiet", "link"):
        assert _contrast(colours[name], colours["paper"]) >= 4.5, name
        assert _contrast(colours[name], colours["tint"]) >= 4.5, name
    for name in ("on-target", "near-target", "off-target", "no-data", "completed"):
        assert _contrast(colours[name], colours["paper"]) >= 3, name


def _colours(sheet: str, scheme: str) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)
    block = blocks[["light", "dark", "print"].index(scheme)]
    return dict(re.findall(r"--([\w-]+): (#\w+);", block))


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else [digits[at : at + 2] for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(pair, 16) / 255 for pair in pairs)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
