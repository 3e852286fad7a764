"""Commentary as restricted Markdown: paragraph, bold, italic, list, link; anything else is the text it is."""

import time

import pytest

from quarterdeck.documents.markdown import plain, read_markdown
from quarterdeck.documents.model import ListBlock, Paragraph, Run, TextBlock


def _text(blocks: list[TextBlock]) -> str:
    parts = []
    for block in blocks:
        if isinstance(block, Paragraph):
            parts.append("".join(run.text for run in block.runs))
        else:
            parts += [_text(item) for item in block.items]
    return "\n".join(parts)


def test_paragraphs_are_parted_by_an_empty_line_and_a_line_break_is_a_space() -> None:
    assert [_text([each]) for each in read_markdown("One\nand two\n\nThree")] == ["One and two", "Three"]


def test_bold_and_italic_nest() -> None:
    assert read_markdown("a **b *c*** d") == [
        Paragraph(
            runs=[Run(text="a "), Run(text="b ", bold=True), Run(text="c", bold=True, italic=True), Run(text=" d")]
        )
    ]


def test_lists_nest_and_keep_their_numbers() -> None:
    bullets, numbered = read_markdown("- one\n  - two\n\ntext")[0], read_markdown("42. answer")[0]
    assert isinstance(bullets, ListBlock)
    assert not bullets.ordered
    assert _text(bullets.items[0]) == "one\ntwo"
    assert isinstance(numbered, ListBlock)
    assert (numbered.ordered, numbered.start) == (True, 42)


@pytest.mark.parametrize(
    "address", ["https://council.example/plan", "http://council.example", "mailto:a@council.example"]
)
def test_a_link_leads_to_the_web_or_a_mailbox(address: str) -> None:
    assert read_markdown(f"[plan]({address})") == [Paragraph(runs=[Run(text="plan", href=address)])]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#115;cript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//elsewhere.example",
        "/api/v1/session",
        "#top",
        "\x01javascript:alert(1)",
    ],
)
def test_any_other_address_is_no_link(address: str) -> None:
    assert all(run.href is None for block in read_markdown(f"[x]({address})") for run in block.runs)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "# Not a heading",
        "> not a quotation",
        "`not code`",
        "<b>not bold</b>",
        "| not | a table |",
        "---",
        "<https://council.example>",
        "&amp; stays &amp;",
        "~~not struck~~",
        "***",
    ],
)
def test_what_is_outside_the_restricted_markdown_stays_as_typed(text: str) -> None:
    blocks = read_markdown(text)
    assert _text(blocks) == text
    assert all(not (run.bold or run.italic or run.href) for block in blocks for run in block.runs)  # type: ignore[union-attr]


def test_a_picture_becomes_a_link_because_nothing_is_loaded_from_elsewhere() -> None:
    blocks = read_markdown("![map](https://council.example/map.png)")
    assert blocks == [Paragraph(runs=[Run(text="!"), Run(text="map", href="https://council.example/map.png")])]


def test_control_characters_are_taken_out() -> None:
    assert _text(read_markdown("a\x00b\x1bc\x7fd\te")) == "abcd\te"
    assert plain("a\x08b").runs == [Run(text="ab")]


def test_nothing_gives_nothing() -> None:
    assert read_markdown("") == read_markdown(" \n\n ") == []


@pytest.mark.parametrize(
    "piece", ["*", "**a ", "[", "[a](", "- ", "1. ", "\\", "_a_ ", "[a](b", "  " * 5 + "- x\n", "*a_"]
)
def test_the_longest_text_of_one_piece_is_read_in_a_moment(piece: str) -> None:
    started = time.perf_counter()
    read_markdown((piece * 20_000)[:20_000])
    assert time.perf_counter() - started < 3
