"""A sealed edition → the document model of the quarterly monitoring document.

Everything comes from the edition's own content and from its issue to a body; nothing live is read,
so that the same edition before the same body always gives the same document.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from quarterdeck.documents import indicators
from quarterdeck.documents.actions import action_blocks
from quarterdeck.documents.activities import activity_blocks
from quarterdeck.documents.cells import named, text
from quarterdeck.documents.changes import change_blocks
from quarterdeck.documents.exceptions import exception_blocks
from quarterdeck.documents.markdown import plain, read_markdown
from quarterdeck.documents.model import (
    Block,
    Callout,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Key,
    KeyEntry,
    Paragraph,
    Status,
    Table,
    TextCell,
)
from quarterdeck.documents.notes import note_blocks
from quarterdeck.documents.summary import summary_blocks
from quarterdeck.documents.wording import (
    VALUE_STATES,
    day_words,
    rating_words,
)
from quarterdeck.documents.year import year_blocks
from quarterdeck.measures.words import listed
from quarterdeck.reporting.content import EditionContent, PeriodFacts
from quarterdeck.reporting.exempt import LeftOut
from quarterdeck.reporting.year_content import YearContent

HOW = {"deferred": "deferred to this report", "merged": "merged with this report"}


@dataclass(frozen=True)
class PutBefore:
    """The issue of an edition to a body, as the header names it. `meets_on` is the meeting's day where one is set.

    late_reason: why its papers went out late; empty where they did not.
    """

    body: str
    meets_on: date | None
    report_number: str
    late_reason: str = ""


@dataclass(frozen=True)
class EditionFacts:
    """What the document says of the edition itself.

    put_before: its issue to the body; None makes a draft, `draft_for` the body that is to have it.
    part: the portfolios whose figures these are, where the reader may not see the whole edition.
    left_out: the figures and activities left out because they are exempt from publication, counted by reason.
    not_for_publication: those that it holds, though the public's document does not.
    """

    number: int
    sealed_on: date
    digest: str
    put_before: PutBefore | None
    draft_for: str | None = None
    part: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    not_for_publication: tuple[LeftOut, ...] = ()


def assemble_document(content: EditionContent, edition: EditionFacts) -> Document:
    """The quarterly monitoring document of an edition, or the annual round's, as it goes before one body."""
    if isinstance(content, YearContent):
        title, blocks = f"Indicators and targets for {content.period.label}", _annual(content, edition)
    else:
        title, blocks = f"Quarterly monitoring document: {_periods(content)}", _body(content, edition)
    return Document(
        title=title,
        subtitle=content.council.name,
        language="en-GB",
        facts=header(content, edition),
        blocks=with_own_anchors(blocks),
    )


def _annual(content: YearContent, edition: EditionFacts) -> Iterator[Block]:
    yield from opening_callouts(edition)
    yield from year_blocks(content)


def header(content: EditionContent, edition: EditionFacts) -> Facts:
    """Whose report it is, before which body and when, and which edition it was made of."""
    before = edition.put_before
    facts = [Fact(term="Council", text=content.council.name)]
    if before is not None:
        facts.append(Fact(term="Body", text=before.body))
        facts.append(Fact(term="Date", text=day_words(before.meets_on) if before.meets_on else "No meeting set"))
        facts.append(Fact(term="Report number", text=before.report_number or "None given"))
        if before.late_reason:
            facts.append(Fact(term="Late papers", text=before.late_reason))
    if content.portfolios:
        term = "Portfolio Holder" if len(content.portfolios) == 1 else "Portfolio Holders"
        facts.append(Fact(term=term, text="; ".join(each.holder for each in content.portfolios)))
    facts.append(Fact(term="Period", text=_span(content.period)))
    facts += [
        Fact(term="Also reported", text=f"{_span(each)}, {HOW[each.how]}: {each.reason}") for each in content.continues
    ]
    facts += [
        Fact(term="Edition", text=f"{edition.number}, sealed {day_words(edition.sealed_on)}"),
        Fact(term="Digest (SHA-256)", text=edition.digest, exact=True),
    ]
    return Facts(facts=facts)


def _periods(content: EditionContent) -> str:
    """The quarters that are reported, oldest first: one, unless others were deferred to it or merged with it."""
    return listed([each.label for each in (*content.continues, content.period)])


def _span(period: PeriodFacts) -> str:
    return f"{period.label} ({day_words(period.start_on)} to {day_words(period.end_on)})"


def with_own_anchors(blocks: Iterator[Block]) -> list[Block]:
    """The blocks with no anchor twice: two themes may differ in their punctuation alone."""
    found: list[Block] = []
    taken: set[str] = set()
    for block in blocks:
        if isinstance(block, Heading):
            number, free = 1, block.anchor
            while free in taken:
                number, free = number + 1, f"{block.anchor}-{number + 1}"
            taken.add(free)
            block = block.model_copy(update={"anchor": free})
        found.append(block)
    return found


def _body(content: EditionContent, edition: EditionFacts) -> Iterator[Block]:
    ratings = rating_words(content.framework.legend)
    yield from opening_callouts(edition)
    yield _h2("Summary", "summary")
    yield from summary_blocks(content, ratings)
    yield from _age(content, edition)
    yield _h2("Exceptions: what is off track, why, and what is being done", "exceptions")
    yield from exception_blocks(content, ratings)
    yield _h2("Changes since the last report", "changes")
    yield from change_blocks(content, ratings)
    yield _h2("How ratings are made", "legend")
    yield from _legend(content, ratings)
    yield _h2("Part 1: activities by theme", "activities")
    yield from activity_blocks(content.activities, content.actions)
    yield _h2("Part 2: business performance by theme", "performance")
    yield from indicators.performance(content, ratings)
    yield _h2("Contextual measures", "contextual")
    yield from indicators.contextual(content.figures, content.period.code)
    yield _h2("Measures without data, and why", "missing")
    yield from _missing(content)
    if notes := note_blocks(content, ratings):
        yield _h2("Notes on the figures", "notes")
        yield from notes
    yield _h2("Actions", "actions")
    yield from action_blocks(content.actions)


def opening_callouts(edition: EditionFacts) -> Iterator[Callout]:
    """What a reader has to know first: that it is a draft, or not all of it."""
    if edition.put_before is None:
        body = edition.draft_for or "a body"
        yield Callout(title="Draft", blocks=[plain(f"This edition has not been issued to {body}.")])
    if edition.left_out:
        told = f"Left out, and not counted: {_exempt(edition.left_out)}."
        yield Callout(title="Without what is exempt from publication", blocks=[plain(told)])
    if edition.not_for_publication:
        told = f"Holds what is exempt from publication: {_exempt(edition.not_for_publication)}."
        yield Callout(title="Not for publication", blocks=[plain(told)])
    if edition.part:
        portfolios = "; ".join(edition.part)
        yield Callout(
            title="Part of the edition",
            blocks=[plain(f"Only what belongs to these portfolios is shown and counted: {portfolios}.")],
        )


def _exempt(parts: tuple[LeftOut, ...]) -> str:
    """E.g. `2 figures (Schedule 12A, paragraph 3)`."""
    words = {"figure": ("figure", "figures"), "activity": ("activity", "activities")}
    return "; ".join(f"{each.parts} {words[each.kind][each.parts > 1]} ({each.reason})" for each in parts)


def _h2(text: str, anchor: str) -> Heading:
    return Heading(level=2, text=text, anchor=anchor)


def _age(content: EditionContent, edition: EditionFacts) -> Iterator[Paragraph]:
    """How old the figures are when the body sees them: real papers take a median of 68 days."""
    before, ended = edition.put_before, content.period.end_on
    if before is not None and before.meets_on is not None:
        days = (before.meets_on - ended).days
        yield plain(f"Age of the data: {before.body} meets {days} days after the period ended on {day_words(ended)}.")
    else:
        yield plain(
            f"Age of the data: the period ended on {day_words(ended)}, "
            f"{(edition.sealed_on - ended).days} days before this edition was sealed."
        )


def _legend(content: EditionContent, ratings: Mapping[str, Status]) -> Iterator[Block]:
    yield plain(
        f"Ratings follow {content.framework.name}, version {content.framework.number}. "
        "Values and targets are compared as they are printed. "
        "Where an indicator has a rule of its own, that rule decides."
    )
    entries = [
        KeyEntry(status=ratings[each.rating], meaning=each.meaning)
        for each in content.framework.legend
        if each.rating in ratings
    ]
    yield Key(entries=entries)
    yield plain("The status of an activity is judged by the service; it is not computed.")


def _missing(content: EditionContent) -> Iterator[Block]:
    if not content.missing:
        yield plain("Every measure that was due has a figure.")
        return
    yield Table(
        caption="Measures that were due and have no figure",
        columns=[
            Column(title="Measure", width="name"),
            Column(title="Period"),
            Column(title="Service"),
            Column(title="What is recorded"),
            Column(title="Why", width="prose"),
        ],
        rows=[
            [
                text(named(each)),
                text(each.period_label),
                text(each.unit),
                text(VALUE_STATES.get(each.value_state, "Not reported")),
                TextCell(blocks=read_markdown(each.reason or "No reason was given.")),
            ]
            for each in content.missing
        ],
    )
