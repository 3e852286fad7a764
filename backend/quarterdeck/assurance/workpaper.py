"""The auditor's workpaper: a workbook with a row for each sampled figure and columns for what is found."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from quarterdeck.assurance.models import AssuranceSample
from quarterdeck.assurance.recalculation import recalculate
from quarterdeck.assurance.recorded import Recorded
from quarterdeck.assurance.sample_record import IndicatorRecord
from quarterdeck.assurance.sample_schemas import SampleRead
from quarterdeck.core.workbooks import added_sheet, as_bytes, write_text
from quarterdeck.framework.periods import Period
from quarterdeck.measures.check_catalogue import name_of
from quarterdeck.measures.words import figure_words, target_said

HEAD: Final = PatternFill("solid", start_color="FF1D3B5C")
TO_FILL: Final = PatternFill("solid", start_color="FFFFF6D6")
LONGEST: Final = 32_000
FIGURES: Final = (
    "No.", "Ref", "Indicator", "Unit", "Breakdown", "Period", "What it measures", "Source of the data",
    "Numerator is", "Denominator is", "Numerator", "Denominator", "Figure on record", "Unit of measure",
    "Computed again", "Target", "Rating rule", "Rating on record", "Rating computed again", "Checks explained",
    "Files of evidence", "Revisions",
)  # fmt: skip
FOUND: Final = (
    "Source seen", "Numerator found", "Denominator found", "Figure found", "Figure agrees", "Rating agrees",
    "Definition followed", "Evidence sufficient", "Comment", "Done by", "Done on",
)  # fmt: skip
YES_NO: Final = ("Figure agrees", "Rating agrees", "Definition followed", "Evidence sufficient")
REVISIONS: Final = (
    "Ref", "Unit", "Breakdown", "Period", "Revision", "Kind", "Figure", "Numerator", "Denominator", "Rating", "Why",
    "Source", "On record since", "Commentary",
)  # fmt: skip
TRAIL: Final = ("Ref", "When", "Kind", "What is on record", "Why, and with what")
QUALITY: Final = (
    "Ref", "Assessment", "Assessed", "Next review", "Dimension", "Judgement", "Note", "What the record said",
)  # fmt: skip


def as_workbook(read: SampleRead, sample: AssuranceSample, records: Sequence[IndicatorRecord]) -> bytes:
    """The workpaper as .xlsx, the same bytes for the same content."""
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.remove(book.active)
    _workpaper(added_sheet(book, "Workpaper"), records)
    _sheet(added_sheet(book, "Revisions"), REVISIONS, (row for each in records for row in _revisions(each)))
    _sheet(added_sheet(book, "Trail"), TRAIL, (row for each in records for row in _trail(each)))
    _sheet(added_sheet(book, "Data quality"), QUALITY, (row for each in records for row in _quality(each)))
    drawn = {each.ref: each for each in read.drawn}
    population = (
        [each["ref"], each["name"], each["unit_name"], drawn[each["ref"]].position if each["ref"] in drawn else ""]
        for each in sample.population
    )
    _sheet(added_sheet(book, "Population"), ("Ref", "Indicator", "Unit", "Drawn as no."), population)
    return _settled(as_bytes(book), sample.drawn_at)


def _workpaper(sheet: Worksheet, records: Sequence[IndicatorRecord]) -> None:
    rows = [row for record in records for row in _figures(record)]
    _sheet(sheet, (*FIGURES, *FOUND), rows)
    for name in FOUND:
        column = get_column_letter(len(FIGURES) + FOUND.index(name) + 1)
        for number in range(2, len(rows) + 2):
            sheet[f"{column}{number}"].fill = TO_FILL
        if name in YES_NO and rows:
            choice = DataValidation(type="list", formula1='"Yes,No,Not tested"', allow_blank=True)
            choice.add(f"{column}2:{column}{len(rows) + 1}")
            sheet.add_data_validation(choice)
    sheet.freeze_panes = "D2"


def _figures(record: IndicatorRecord) -> Iterable[list[Any]]:
    for each in record.figures:
        if each.rating.id not in record.sampled:
            continue
        row, definition, again = each.observation, each.definition, recalculate(each)
        yield [
            record.indicator["position"],
            record.indicator["ref"],
            record.indicator["name"],
            each.unit.name,
            "" if row.breakdown == "all" else row.breakdown,
            Period.of_code(row.period_code).short_label,
            definition.definition,
            definition.data_source,
            definition.numerator_label,
            definition.denominator_label,
            row.numerator,
            row.denominator,
            row.value if row.value is not None else _words(each),
            definition.unit_of_measure,
            again.value if again.value is not None else again.value_sentence,
            _target(each),
            "" if each.rule is None else f"{each.rule.kind}, version {each.rule.number}: {_parameters(each)}",
            each.rating.rating + (" (by judgement)" if each.rating.override_reason else ""),
            again.rating_sentence,
            "\n".join(f"{name_of(code)}: {words}" for code, words in row.explanations.items()),
            len(record.evidence),
            sum(other.observation.series_id == row.series_id for other in _once(record)),
            *[None] * len(FOUND),
        ]


def _revisions(record: IndicatorRecord) -> Iterable[list[Any]]:
    for each in _once(record):
        row = each.observation
        yield [
            record.indicator["ref"],
            each.unit.name,
            "" if row.breakdown == "all" else row.breakdown,
            Period.of_code(row.period_code).short_label,
            row.revision,
            row.kind.replace("_", " "),
            row.value if row.value is not None else _words(each),
            row.numerator,
            row.denominator,
            each.rating.rating,
            row.reason,
            row.source or "",
            _moment(row.recorded_at),
            row.commentary,
        ]


def _trail(record: IndicatorRecord) -> Iterable[list[Any]]:
    for line in record.trail:
        said = [
            line.reason,
            *(f"{each.field}: {each.was} → {each.now}" for each in line.changes),
            *(f"{each.name}: {each.explanation}" for each in line.checks),
            *(f"Evidence: {each.filename}" for each in line.evidence),
        ]
        yield [
            record.indicator["ref"],
            _moment(line.at),
            line.kind.value.replace("_", " "),
            line.sentence,
            "\n".join(filter(None, said)),
        ]


def _quality(record: IndicatorRecord) -> Iterable[list[Any]]:
    """Each assessment as a whole, then by its dimensions."""
    for each in record.assessments:
        of = [record.indicator["ref"], each.number, _moment(each.assessed_at), each.next_review_on]
        yield [*of, "As a whole", _said(each.overall), each.conclusion, ""]
        for row in each.dimensions:
            yield [*of, _said(row.dimension), _said(row.judgement), row.note, "\n".join(row.on_record)]


def _said(word: str) -> str:
    return word.replace("_", " ").capitalize()


def _once(record: IndicatorRecord) -> list[Recorded]:
    """Each revision once: an edition may pin one with another rating than stood last."""
    return list({each.observation.id: each for each in record.figures}.values())


def _sheet(sheet: Worksheet, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(1, column)
        write_text(cell, head)
        cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = 14 if len(head) < 14 else 24
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, str):
                write_text(cell, value[:LONGEST])
            else:
                cell.value = value
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"


def _words(each: Recorded) -> str:
    row, definition = each.observation, each.definition
    return figure_words(row.value_state, row.value, definition.unit_of_measure, definition.decimals)


def _target(each: Recorded) -> str:
    target, definition = each.target, each.definition
    if target is None:
        return ""
    return target_said(
        target.value, target.low, target.high, target.text, definition.unit_of_measure, definition.decimals
    )


def _parameters(each: Recorded) -> str:
    parameters = {} if each.rule is None else each.rule.parameters
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in parameters.items())


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _settled(content: bytes, at: datetime) -> bytes:
    """The same workbook with the moment of the draw on its parts, where openpyxl puts the time of writing."""
    out = io.BytesIO()
    moment = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as settled:
        for name in parts.namelist():
            part = parts.read(name)
            if name == "docProps/core.xml":
                part = _with_moment(part, moment.encode())
            settled.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _with_moment(part: bytes, moment: bytes) -> bytes:
    for tag in (b"created", b"modified"):
        head, _, rest = part.partition(b"<dcterms:" + tag)
        opening, _, told = rest.partition(b">")
        _, _, tail = told.partition(b"<")
        part = head + b"<dcterms:" + tag + opening + b">" + moment + b"<" + tail
    return part
