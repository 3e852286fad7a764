"""Areas: the code, name and days of each council, region or country that figures are compared with."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session

from quarterdeck.comparisons.csv_rows import Row
from quarterdeck.comparisons.lines import GSS, LOOKS_LIKE, Columns, Line, Result, take_code, take_day, take_text
from quarterdeck.comparisons.models import AreaKind, ComparisonArea, ComparisonFile
from quarterdeck.core.actor import Actor
from quarterdeck.core.words import day_words
from quarterdeck.framework.periods import Period
from quarterdeck.measures.viewpoint import NOW, Viewpoint

COLUMNS: Final = Columns(("code", "name", "kind"), ("valid_from", "valid_to", "successors"))
WIDER: Final = frozenset({AreaKind.REGION, AreaKind.COUNTRY})
"""What is no council: a figure of it is the one that the source states."""
TOLD: Final = ("name", "kind", "valid_from", "valid_to", "successors")


def visible_areas(actor: Actor, viewpoint: Viewpoint = NOW) -> Select[ComparisonArea]:
    """The council's areas as they were known at a viewpoint: everyone signed in may read them."""
    a, newer = ComparisonArea, ComparisonArea.__table__.alias("newer")
    then = viewpoint.change_no
    newest = (
        select(func.max(newer.c.number))
        .where(
            newer.c.council_id == a.council_id,
            newer.c.code == a.code,
            true() if then is None else newer.c.change_no <= then,
        )
        .scalar_subquery()
    )
    return select(a).where(a.council_id == actor.council_id, a.number == newest)


def areas_by_code(session: Session, actor: Actor, viewpoint: Viewpoint = NOW) -> dict[str, ComparisonArea]:
    """Every area by its code."""
    return {area.code: area for area in session.scalars(visible_areas(actor, viewpoint))}


def codes_by_name(areas: Mapping[str, ComparisonArea]) -> dict[str, set[str]]:
    """The codes of the areas of each name, in lower case: to help with a mend, never to join on."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, area in areas.items():
        found[area.name.casefold()].add(code)
    return found


def why_not_valid(area: ComparisonArea, period: Period, areas: Mapping[str, ComparisonArea]) -> str | None:
    """Why an area's code does not stand for the whole of a period, with what took its place; None where it does."""
    if area.valid_to is not None and area.valid_to < period.end:
        return f"{area.code} ended on {day_words(area.valid_to)}. {_followed(area.successors, areas)}"
    if area.valid_from is not None and area.valid_from > period.start:
        before = sorted(code for code, each in areas.items() if area.code in each.successors)
        earlier = f" Before that stood {_named(before, areas)}." if before else ""
        return f"{area.code} began on {day_words(area.valid_from)}, after the period did.{earlier}"
    return None


def _followed(codes: Collection[str], areas: Mapping[str, ComparisonArea]) -> str:
    if not codes:
        return "No successor is on record: load the areas again with the code that took its place."
    return f"Its successor is {_named(codes, areas)}: a figure of a later period is that one's."


def _named(codes: Collection[str], areas: Mapping[str, ComparisonArea]) -> str:
    return " and ".join(f"{code} ({areas[code].name})" if code in areas else code for code in codes)


def plan_areas(session: Session, actor: Actor, rows: Sequence[tuple[int, Row]]) -> list[Line]:
    """What each line of a file of areas would write."""
    known = areas_by_code(session, actor)
    in_file = {row.get("code", "").upper() for _, row in rows}
    seen: dict[str, int] = {}
    return [_planned(number, row, known, in_file, seen) for number, row in rows]


def _planned(
    number: int, row: Row, known: Mapping[str, ComparisonArea], in_file: Collection[str], seen: dict[str, int]
) -> Line:
    line = Line(number, row.get("code", "")[:64])
    code = take_code(line, row, "code", codes_by_name(known) if not GSS.fullmatch(row.get("code", "")) else {})
    made: dict[str, Any] = {
        "name": take_text(line, row, "name", 300),
        "kind": _kind(line, row),
        "valid_from": take_day(line, row, "valid_from"),
        "valid_to": take_day(line, row, "valid_to"),
        "successors": _successors(line, row, code, {*known, *in_file}),
    }
    line.says = f"{made['name']}, {str(made['kind']).replace('_', ' ')}{_days_said(made)}"
    if made["valid_from"] and made["valid_to"] and made["valid_to"] < made["valid_from"]:
        line.wrong("valid_to", "ends_before_it_begins", "The last day comes before the first.")
    if made["successors"] and made["valid_to"] is None:
        line.wrong("valid_to", "missing", "Say on which day it ended: something took its place.")
    if code and seen.setdefault(code, number) != number:
        line.wrong("code", "repeated", f"Line {seen[code]} has the same code. Leave one of them.")
    line.made = {"code": code, **made}
    before = known.get(code)
    if line.result is not Result.FAULT and before is not None:
        same = all(getattr(before, name) == made[name] for name in TOLD)
        line.result = Result.UNCHANGED if same else Result.CHANGED
    return line


def _kind(line: Line, row: Row) -> str:
    kind = row.get("kind", "").casefold().replace(" ", "_")
    if kind not in set(AreaKind):
        line.wrong("kind", "unknown_kind", f"The kind is one of: {', '.join(AreaKind)}.")
        return "district"
    return kind


def _successors(line: Line, row: Row, code: str, known: Collection[str]) -> list[str]:
    codes = [each.upper() for each in row.get("successors", "").replace(";", " ").replace("|", " ").split()]
    if any(not GSS.fullmatch(each) for each in codes) or len(codes) > 20:
        line.wrong("successors", "no_code", f"Give the codes of what took its place, parted by spaces. {LOOKS_LIKE}")
        return []
    if code in codes:
        line.wrong("successors", "itself", "Nothing succeeds itself.")
    if lacking := [each for each in codes if each not in known]:
        detail = f"{' and '.join(lacking)} is no area on record or in this file. Add a line for it."
        line.wrong("successors", "unknown_code", detail)
    return codes


def _days_said(made: Mapping[str, Any]) -> str:
    since = f", from {made['valid_from']}" if made["valid_from"] else ""
    until = f", until {made['valid_to']}" if made["valid_to"] else ""
    return f"{since}{until}"


def record_areas(session: Session, file: ComparisonFile, lines: Sequence[Line], change_no: int) -> None:
    """Append a version of each area that is new or changed."""
    a = ComparisonArea
    numbers = dict(
        session.execute(
            select(a.code, func.max(a.number)).where(a.council_id == file.council_id).group_by(a.code)
        ).all()
    )
    session.add_all(
        a(
            council_id=file.council_id,
            number=numbers.get(line.made["code"], 0) + 1,
            file_id=file.id,
            change_no=change_no,
            **line.made,
        )
        for line in lines
        if line.result in (Result.NEW, Result.CHANGED)
    )
