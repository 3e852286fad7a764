"""Groups of areas, for example statistical neighbours, as their publisher lists them: by code, version and date."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from quarterdeck.comparisons.areas import areas_by_code, codes_by_name
from quarterdeck.comparisons.csv_rows import Row
from quarterdeck.comparisons.lines import Columns, Line, Result, take_code, take_day, take_text
from quarterdeck.comparisons.models import ComparisonFile, ComparisonGroup, ComparisonGroupMember
from quarterdeck.core.actor import Actor
from quarterdeck.measures.viewpoint import NOW, Viewpoint

COLUMNS: Final = Columns(("group", "version", "dated", "code"), ("name",))


def visible_groups(actor: Actor, viewpoint: Viewpoint = NOW) -> Select[ComparisonGroup]:
    """The council's groups as they were known at a viewpoint: everyone signed in may read them."""
    g, then = ComparisonGroup, viewpoint.change_no
    return select(g).where(g.council_id == actor.council_id, true() if then is None else g.change_no <= then)


def members_of(session: Session, group_ids: Sequence[int]) -> dict[int, list[str]]:
    """The codes in each group, in order."""
    m = ComparisonGroupMember
    found: dict[int, list[str]] = defaultdict(list)
    query = select(m.group_id, m.code).where(m.group_id.in_(group_ids)).order_by(m.group_id, m.code)
    for group_id, code in session.execute(query):
        found[group_id].append(code)
    return found


def plan_groups(session: Session, actor: Actor, rows: Sequence[tuple[int, Row]]) -> list[Line]:
    """What each line of a file of groups would write. A version on record with other members is a fault."""
    areas = areas_by_code(session, actor)
    names, seen = codes_by_name(areas), dict[tuple[str, ...], int]()
    days: dict[tuple[str, str], Any] = {}
    lines = []
    for number, row in rows:
        line = Line(number, f"{row.get('group', '')[:100]} {row.get('version', '')[:64]}".strip())
        group, version = take_text(line, row, "group", 300), take_text(line, row, "version", 64)
        dated, code = take_day(line, row, "dated", needed=True), take_code(line, row, "code", names)
        line.says = f"{code} {areas[code].name}" if code in areas else code
        if code and code not in areas:
            line.wrong("code", "unknown_code", "This code is no area on record. Load the areas first.")
        if code and seen.setdefault((group, version, code), number) != number:
            line.wrong("code", "repeated", f"Line {seen[group, version, code]} has the same code. Leave one of them.")
        if dated and days.setdefault((group, version), dated) != dated:
            line.wrong("dated", "two_days", "Another line of this version has another date. A version has one.")
        line.made = {"group": group, "version": version, "dated": dated, "code": code}
        lines.append(line)
    _compare(session, actor, lines)
    return lines


def _compare(session: Session, actor: Actor, lines: Sequence[Line]) -> None:
    """Against the versions on record: the same members are unchanged, others need a new version."""
    known = {(group.name, group.version): group for group in session.scalars(visible_groups(actor))}
    members = members_of(session, [group.id for group in known.values()])
    in_file: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in lines:
        in_file[line.made["group"], line.made["version"]].add(line.made["code"])
    for line in lines:
        key = line.made["group"], line.made["version"]
        if key not in known or line.result is Result.FAULT:
            continue
        if set(members[known[key].id]) != in_file[key] or known[key].dated != line.made["dated"]:
            detail = (
                "This version is on record with other members or another date. Give the new list a version of its own."
            )
            line.wrong("version", "version_taken", detail)
        else:
            line.result = Result.UNCHANGED


def record_groups(session: Session, file: ComparisonFile, lines: Sequence[Line], change_no: int) -> None:
    """Append each version that is new, with its members."""
    made: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.result is Result.NEW:
            made[line.made["group"], line.made["version"]].append(line)
    for (name, version), of_group in made.items():
        group = ComparisonGroup(
            council_id=file.council_id,
            name=name,
            version=version,
            dated=of_group[0].made["dated"],
            file_id=file.id,
            change_no=change_no,
        )
        session.add(group)
        session.flush()
        session.add_all(
            ComparisonGroupMember(group_id=group.id, code=line.made["code"], council_id=file.council_id)
            for line in of_group
        )
