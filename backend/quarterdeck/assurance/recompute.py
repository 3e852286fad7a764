"""Recomputes every figure and rating of a sample from what lies beside this script, and says which agree.

    python3 recompute.py

It needs Python 3.9 or later and nothing else: no other package, no network. It reads manifest.json, draw.json and the
record.json of each indicator; checks that no file is other than the manifest says; draws the sample again from its
seed; makes each value again from its numerator and denominator, and each rating again by its rule. The rules are
written out here a second time, on purpose: nothing of the system that made the archive is used. It ends with 0 where
all agrees, with 1 where anything differs.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path
from typing import Any, Iterator, Mapping

EXACT = Context(prec=1400, rounding=ROUND_HALF_UP)
RATIO = Context(prec=40)
PERCENT = {"%", "percent", "per cent", "percentage"}
PER = re.compile(r"\bper\s+(\d{1,3}(?:,\d{3})+|\d{2,9})\b", re.IGNORECASE)


def displayed(number: float, decimals: int) -> Decimal:
    """A figure as it is printed: rounded half up, away from zero. Values are compared so."""
    exact = Decimal(repr(float(number)))
    return EXACT.add(EXACT.quantize(exact, Decimal(1).scaleb(-decimals)), Decimal(0))


def exact(number: float) -> Decimal:
    """A parameter of a rule, digit for digit."""
    return Decimal(repr(number))


def times(unit: str) -> int:
    """What a ratio is multiplied by: 100 for a percentage, 1,000 for a rate "per 1,000", 1 for anything else."""
    if unit.strip().casefold() in PERCENT:
        return 100
    found = PER.search(unit)
    return int(found.group(1).replace(",", "")) if found else 1


def value_of(numerator: float, denominator: float, unit: str) -> float | None:
    """The figure that a numerator and a denominator make; None for a denominator of zero, which makes none."""
    top, bottom = exact(float(numerator)), exact(float(denominator))
    if not bottom:
        return None
    return float(RATIO.multiply(RATIO.divide(top, bottom), Decimal(times(unit)))) + 0.0


def without_figure(target: Any) -> str | None:
    """Why a target cannot be compared with; None where it can."""
    if target is None:
        return "no_target"
    if target["value"] is not None or (target["low"] is not None and target["high"] is not None):
        return None
    return "textual_target" if target["text"].strip() else "no_target"


def edges(target: Any, decimals: int) -> tuple[Decimal, Decimal]:
    """The low and the high of a target as displayed; a single figure is both."""
    single = target["value"] is not None
    low = target["value"] if single else target["low"]
    high = target["value"] if single else target["high"]
    return displayed(low, decimals), displayed(high, decimals)


def outside(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return max(EXACT.subtract(low, value), EXACT.subtract(value, high))


def missed_by(figure: Any, value: Decimal, bound: Decimal, target: Any) -> Decimal:
    """How far a value misses what it is held against, the wrong way; zero or less where it is met."""
    if figure["polarity"] == "higher":
        return EXACT.subtract(bound, value)
    if figure["polarity"] == "lower":
        return EXACT.subtract(value, bound)
    return outside(value, *edges(target, figure["decimals"]))


def bound_of(figure: Any, value: Decimal, target: Any) -> tuple[Decimal, str | None]:
    """(the figure of the target that counts, why there is none)."""
    reason = without_figure(target)
    if reason:
        return Decimal(0), reason
    low, high = edges(target, figure["decimals"])
    if figure["polarity"] == "range":
        return (low if value < low else high), None
    return (high if figure["polarity"] == "lower" else low), None


def banded(missed: Decimal, green: Decimal, amber: Decimal) -> str:
    return "green" if missed <= green else "amber" if missed <= amber else "red"


def fits(kind: str, polarity: str) -> bool:
    """Whether a rule of this kind can rate a measure of this polarity at all."""
    if kind == "thresholds":
        return polarity in ("higher", "lower")
    if kind == "range":
        return polarity == "range"
    return polarity != "none"


def by_range(figure: Any, value: Decimal, rule: Any) -> tuple[str, str | None]:
    amber = exact(rule["amber_within"])
    if rule.get("low") is not None:
        low, high = (displayed_exact(rule[name], figure["decimals"]) for name in ("low", "high"))
        return banded(outside(value, low, high), Decimal(0), amber), None
    bound, reason = bound_of(figure, value, figure["target"])
    if reason:
        return "unrated", reason
    return banded(missed_by(figure, value, bound, figure["target"]), Decimal(0), amber), None


def by_thresholds(figure: Any, value: Decimal, rule: Any) -> tuple[str, str | None]:
    for colour in ("green", "amber"):
        edge = displayed_exact(rule[colour], figure["decimals"])
        missed = EXACT.subtract(edge, value) if figure["polarity"] == "higher" else EXACT.subtract(value, edge)
        if missed <= 0:
            return colour, None
    return "red", None


def displayed_exact(number: float, decimals: int) -> Decimal:
    return EXACT.add(EXACT.quantize(exact(number), Decimal(1).scaleb(-decimals)), Decimal(0))


def by_target(figure: Any, value: Decimal, kind: str, rule: Any) -> tuple[str, str | None]:
    """Rules that hold a value against its target: relative, points, last_year, forecast."""
    bound, reason = bound_of(figure, value, figure["target"])
    if reason:
        return "unrated", reason
    missed = missed_by(figure, value, bound, figure["target"])
    if kind == "relative":
        if not bound:
            return "unrated", "zero_target"
        share = EXACT.multiply(missed, Decimal(100))
        green, amber = (
            EXACT.multiply(exact(rule[name]), bound.copy_abs()) for name in ("green_within", "amber_within")
        )
        return banded(share, green, amber), None
    if kind == "points":
        return banded(missed, exact(rule["green_within"]), exact(rule["amber_within"])), None
    within = exact(rule.get("green_within") or 0)
    if missed <= within:
        return "green", None
    if kind == "last_year":
        return ("amber" if better_than_last_year(figure, missed, bound) else "red"), None
    return ("amber" if recovers(figure, within) else "red"), None


def better_than_last_year(figure: Any, missed: Decimal, bound: Decimal) -> bool:
    if figure["last_year"] is None:
        return False
    before = displayed(figure["last_year"], figure["decimals"])
    return missed < missed_by(figure, before, bound, figure["target"])


def recovers(figure: Any, within: Decimal) -> bool:
    """Whether the year is forecast to end with what it is to reach."""
    if figure["forecast"] is None:
        return False
    ahead = displayed(figure["forecast"], figure["decimals"])
    bound, reason = bound_of(figure, ahead, figure["forecast_target"])
    return reason is None and missed_by(figure, ahead, bound, figure["forecast_target"]) <= within


def rate(figure: Any) -> tuple[str, str | None]:
    """(rating, why there is none) of a figure by its rule."""
    rule = figure["rule"]
    if figure["kind"] == "contextual" or (rule is not None and rule["kind"] == "contextual"):
        return "unrated", "contextual"
    if figure["value_state"] != "value" or figure["value"] is None:
        return "unrated", "no_value"
    if rule is None:
        return "unrated", "no_rule"
    if figure["polarity"] == "none":
        return "unrated", "no_polarity"
    kind, parameters = rule["kind"], rule["parameters"]
    if not fits(kind, figure["polarity"]):
        return "unrated", "rule_mismatch"
    value = displayed(figure["value"], figure["decimals"])
    if kind == "range":
        return by_range(figure, value, parameters)
    if kind == "thresholds":
        return by_thresholds(figure, value, parameters)
    return by_target(figure, value, kind, parameters)


def value_differs(figure: Any) -> str | None:
    """What is wrong with a value, in words; None where it comes out, or has no parts to come out from."""
    if figure["value"] is None or figure["numerator"] is None or figure["denominator"] is None:
        return None
    made = value_of(figure["numerator"], figure["denominator"], figure["unit_of_measure"])
    on_record = displayed(figure["value"], figure["decimals"])
    if made is not None and displayed(made, figure["decimals"]) == on_record:
        return None
    parts = "%.15g of %.15g" % (figure["numerator"], figure["denominator"])
    came = "no figure" if made is None else displayed(made, figure["decimals"])
    return "%s makes %s; %s is on record" % (parts, came, on_record)


def rating_differs(figure: Any, on_record: Any) -> str | None:
    """What is wrong with a rating, in words; None where the rule gives it."""
    rating, reason = rate(figure)
    ruled = on_record["ruled_rating"] or on_record["rating"]
    if rating == ruled and (on_record["ruled_rating"] is not None or reason == on_record["unrated_reason"]):
        return None
    given = "%s (%s)" % (rating, reason) if reason else rating
    return "the rule gives %s; %s is on record" % (given, ruled)


def allotted(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """Shares of a sample by largest remainders, of equal ones to the lower code."""
    total = sum(counts.values())
    seats = {unit: size * count // total for unit, count in counts.items()}
    by_remainder = sorted(counts, key=lambda unit: (-(size * counts[unit] % total), unit))
    for unit in by_remainder[: size - sum(seats.values())]:
        seats[unit] += 1
    return seats


def draw(population: list[Any], seed: str, size: int, by_unit: bool) -> list[str]:
    """The refs that the seed draws."""

    def rank(ref: str) -> str:
        return hashlib.sha256((seed + "\n" + ref).encode()).hexdigest()

    size = min(size, len(population))
    if not by_unit:
        return sorted((each["ref"] for each in population), key=rank)[:size]
    units: dict[str, list[str]] = {}
    for each in population:
        units.setdefault(each["unit"], []).append(each["ref"])
    seats = allotted({unit: len(refs) for unit, refs in units.items()}, size)
    return sorted((ref for unit, refs in units.items() for ref in sorted(refs, key=rank)[: seats[unit]]), key=rank)


def files_that_differ(folder: Path, manifest: Any) -> Iterator[str]:
    """A sentence for each file that is not as the manifest says, or not there."""
    for each in manifest["files"]:
        path = folder / each["path"]
        if not path.is_file():
            yield "%s is missing" % each["path"]
        elif hashlib.sha256(path.read_bytes()).hexdigest() != each["sha256"]:
            yield "%s is not the file that the manifest names" % each["path"]


def main(folder: Path) -> int:
    """Print what agrees and what differs; return how many things differ."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    wrong = list(files_that_differ(folder, manifest))
    print("Files: %d, of which %d are not as the manifest says" % (len(manifest["files"]), len(wrong)))
    for sentence in wrong:
        print("  DIFFERS  " + sentence)
    told = json.loads((folder / "draw.json").read_text(encoding="utf-8"))
    if draw(told["population"], told["seed"], told["size"], told["by_unit"]) == told["drawn"]:
        print("Draw: %d of %d, the seed draws the same again" % (len(told["drawn"]), len(told["population"])))
    else:
        print("Draw: DIFFERS  the seed draws others")
        wrong.append("draw")
    figures = agree = 0
    for name in manifest["records"]:
        record = json.loads((folder / name).read_text(encoding="utf-8"))
        print("%(ref)s %(name)s" % record["indicator"])
        for each in record["figures"]:
            figures += 1
            found = [value_differs(each["computed_from"]), rating_differs(each["computed_from"], each["on_record"])]
            where = "%(period)s, %(unit)s, %(breakdown)s, revision %(revision)s" % each
            if any(found):
                wrong.append(where)
                print("  DIFFERS  %s: %s" % (where, "; ".join(filter(None, found))))
            else:
                agree += 1
                parts = each["computed_from"]["denominator"] is not None and each["computed_from"]["value"] is not None
                print("  agrees   %s%s" % (where, "" if parts else " (its rating; it has no parts to compute it from)"))
    print("Figures: %d, of which %d agree" % (figures, agree))
    print("All agrees." if not wrong else "%d things differ." % len(wrong))
    return len(wrong)


if __name__ == "__main__":
    here = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    sys.exit(1 if main(here) else 0)
