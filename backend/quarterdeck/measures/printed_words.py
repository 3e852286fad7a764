"""The committed words of printed tables: states, units, qualifiers, targets, ratings and polarities.

Nothing else decides what a word in a printed table means. To teach the reader a new word, add it here
with the paper it was met in; a word that is not here is listed as unreadable, never guessed at.
All words are in lower case, as ``printed_cells.key`` leaves them.
"""

import re
from typing import Final, Literal

ValueState = Literal[
    "value", "awaited", "not_due", "not_available", "not_applicable", "suppressed", "nil_return", "error"
]
Rating = Literal["green", "amber", "red", "unrated"]
Polarity = Literal["higher", "lower", "range", "none"]


def _list(words: str) -> frozenset[str]:
    """The words of "one|two words|three"."""
    return frozenset(words.split("|"))


# A cell that holds one of these, alone or followed by its reason ("TBC – awaiting DEFRA").
_STATES: Final[dict[ValueState, str]] = {
    "awaited": (
        "tbc|tba|to be confirmed|to be advised|to be reported|to be provided|to be supplied|to follow"
        "|awaited|awaiting|data awaited|awaiting data|data to follow|awaiting figures|figures awaited"
        "|awaiting confirmation|awaiting validation|pending|data pending|not yet available"
        "|data not yet available|not yet known|not yet received|not yet reported|not yet published"
        "|not yet confirmed|yet to be reported|yet to be confirmed|figure not yet available"
        "|information not yet available|not received|not submitted|data late"
    ),
    "not_due": (
        "not due|not yet due|not due yet|annual kpi|annual pi|annual indicator|annual measure|annual figure"
        "|annual|annually|annual only|reported annually|measured annually|annual survey|annual reporting"
        "|biennial|biennially|biennial survey|six monthly|six-monthly|half yearly|half-yearly|biannual"
        "|bi-annual|termly|reported at year end|year end only|end of year only|annual return"
        "|not measured this quarter|not measured this period|not measured this month"
        "|not reported this quarter|not reported this period|not due this quarter|not due this period"
        "|no survey this quarter|no survey this year|not required this quarter"
    ),
    "not_available": (
        "not available|information not available|data not available|data unavailable|unavailable"
        "|no data|no data available|no information|no information available|figure not available"
        "|not collected|not recorded|not measured|not known|unknown|not reported|no return|not captured"
        "|previous data not captured|data not captured|data not collected|not provided|not published"
        "|not surveyed|no survey|[x]|new indicator|new measure|new pi|new kpi|not comparable"
    ),
    "not_applicable": "n/a|na|n.a|n.a.|n / a|not applicable|not relevant|[z]",
    "suppressed": (
        "suppressed|data suppressed|redacted|withheld|confidential|disclosive|disclosure control|[c]|[low]"
        "|small numbers|too small to report|too few to report|low numbers"
    ),
    "nil_return": ("nil|nil return|nil-return|none|none to report|none reported|none recorded|nothing to report"),
    "error": (
        "div/0|#div/0|#div/0!|div/0!|#ref|#ref!|#value|#value!|#name?|#name|#num!|#num|#null!|#null|#n/a"
        "|#n/a!|#error|#error!|#spill!|#calc!|error|err|err!|nan|inf|infinity|-inf"
    ),
}
STATE_WORDS: Final[dict[str, ValueState]] = {word: state for state, listed in _STATES.items() for word in _list(listed)}


_MONTH_NAMES: Final = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
# Shapes rather than words: a bound that hides a small number, a period in which the figure will come.
STATE_PATTERNS: Final[tuple[tuple[re.Pattern[str], ValueState], ...]] = (
    (
        re.compile(
            r"(?:below|under|fewer than|less than|lower than|<=?|\u2264) ?(?:£ ?)?"
            r"(?:[0-9][0-9,]*(?:\.[0-9]+)?|three|four|five|six|ten)(?: ?%| [a-z]+)?"
            r"|(?:[0-9]+|three|four|five|ten) or (?:fewer|less)"
        ),
        "suppressed",
    ),
    (re.compile(r"#{2,}"), "error"),
    (
        re.compile(
            r"(?:next )?(?:due|reported|measured|to be reported|collected) (?:in|by|from|at|after) "
            r"[^%£]{1,40}"
        ),
        "not_due",
    ),
    (
        re.compile(r"(?:available|expected|published|awaited|awaiting) (?:in|by|from|after) [^%£]{1,40}"),
        "awaited",
    ),
    (re.compile(rf"available (?:q[1-4]|{_MONTH_NAMES}).{{0,20}}"), "awaited"),
    (re.compile(r"(?:awaiting|pending) [a-z' ]{2,40}"), "awaited"),
)

# Marks and words beside a number. Provisional ones set the flag; the others are kept as the qualifier.
PROVISIONAL: Final = _list(
    "*|**|p|[p]|prov|provisional|provisional figure|provisional data|unaudited|draft|unvalidated"
    "|estimate|estimated|est|[e]|e|interim|subject to validation|subject to audit"
    "|subject to confirmation|to be confirmed|tbc|unconfirmed"
)
QUALIFIERS: Final = _list(
    "\u2020|\u2021|\u00a7|^|#|~|r|[r]|revised|final|actual|outturn|out-turn|ytd|year to date|to date"
    "|cumulative|cumulative total|in total|total|average|avg|mean|median|approx|approximately|approx."
    "|c.|circa|about|around|rounded|in quarter|in-quarter|in month|quarterly|monthly|annual|overall"
    "|rolling|12 month rolling|rolling 12 months|snapshot|\u25b2|\u25bc|\u25b6|\u25c0|\u2191|\u2193"
    "|\u2192|\u2190|\u2197|\u2198|\u2194|="
)

TIME_UNITS: Final = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400, "weeks": 604_800}
CLOCK_UNITS: Final = frozenset({"seconds", "minutes", "hours"})

# Spelling → unit of measure. Scaled money stays itself in a unit column ("£m"), is multiplied out in a cell.
UNITS: Final = {
    "%": "%", "per cent": "%", "percent": "%", "pct": "%", "percentage": "%", "£": "£", "gbp": "£",
    "pounds": "£", "pound": "£", "p": "pence", "pence": "pence", "percentage points": "percentage points",
    "percentage point": "percentage points", "pp": "percentage points", "ppt": "percentage points",
    "ppts": "percentage points", "points": "points", "point": "points", "pts": "points", "pt": "points",
    "s": "seconds", "sec": "seconds", "secs": "seconds", "second": "seconds", "seconds": "seconds",
    "min": "minutes", "mins": "minutes", "minute": "minutes", "minutes": "minutes", "h": "hours",
    "hr": "hours", "hrs": "hours", "hour": "hours", "hours": "hours", "day": "days", "days": "days",
    "d": "days", "calendar days": "days", "working days": "working days", "working day": "working days",
    "week": "weeks", "weeks": "weeks", "wk": "weeks", "wks": "weeks", "month": "months", "months": "months",
    "year": "years", "years": "years", "yrs": "years", "kg": "kg", "kgs": "kg", "kilogram": "kg",
    "kilograms": "kg", "kilos": "kg", "g": "g", "tonne": "tonnes", "tonnes": "tonnes", "tons": "tons",
    "tco2": "tCO2e", "tco2e": "tCO2e", "tonnes co2": "tCO2e", "tonnes co2e": "tCO2e", "kwh": "kWh",
    "mwh": "MWh", "km": "km", "miles": "miles", "metres": "metres", "hectares": "hectares", "ha": "hectares",
    "m2": "m\u00b2", "m\u00b2": "m\u00b2", "sq m": "m\u00b2", "sqm": "m\u00b2", "fte": "FTE", "ftes": "FTE",
    "litres": "litres", "\u00b5g/m3": "\u00b5g/m\u00b3", "\u00b5g/m\u00b3": "\u00b5g/m\u00b3",
}  # fmt: skip
# A unit column that says there is none: Northumberland prints "Unknown". The cells' own units count then.
NO_UNITS: Final = _list("unknown|not known|not stated|unspecified|n/a|na|none|-|\u2013|?")
COUNT_NOUNS: Final = _list(
    "adults|appeals|applications|attendances|bins|bookings|businesses|calls|carers|cases"
    "|children|clients|collections|complaints|customers|downloads|dwellings|employees|enquiries"
    "|events|families|followers|grants|hits|homes|households|incidents|inspections|items|jobs"
    "|journeys|licences|loans|meetings|members|messages|notices|offences|orders|participants"
    "|passengers|people|permits|persons|places|plots|projects|properties|pupils|referrals"
    "|repairs|reports|requests|residents|responses|sessions|sites|staff|starts|students"
    "|subscribers|tenancies|tenants|tickets|transactions|trees|units|users|vacancies|vehicles"
    "|visitors|visits|volunteers"
)
SCALES: Final = {
    "k": 1_000, "thousand": 1_000, "000": 1_000, "000s": 1_000, "m": 1_000_000, "mn": 1_000_000,
    "mil": 1_000_000, "million": 1_000_000, "millions": 1_000_000, "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}  # fmt: skip

# Targets that say there is none, and words that make a sentence about a target rather than a misprint.
NO_TARGET: Final = _list(
    "n/a|na|n.a|n/a.|not applicable|none|no target|no target set|not set|target not set|data only"
    "|for information|information only|for information only|contextual|contextual indicator"
    "|contextual measure|monitor|monitor only|monitoring only|monitored|for monitoring|volume only"
    "|untargeted|not targeted|context|contextual only|no target - contextual|data only/n/a|nil"
)
TARGET_SENTENCE: Final = re.compile(
    r"\b(?:top|upper|bottom|lower|higher|quartile|quarter|than|better|best|worse|improv\w*|reduc\w*|increas\w*|decreas\w*"
    r"|maintain\w*|average|mean|median|national\w*|regional\w*|england|previous|last|prior|year|contextual|monitor\w*"
    r"|baseline|annual\w*|target|set|agreed|tbc|tba|tbd|confirmed|budget|statutory|above|trend|direction|within|peers?"
    r"|nearest|neighbours?|against|based|data|partner|same|downward|upward|new|survey|deliver\w*|complet\w*)\b"
)
CONTEXTUAL: Final = re.compile(r"\b(?:data only|contextual|information only|monitor(?:ing)? only|no rag|not rated)\b")

RATINGS: Final[dict[str, Rating]] = {
    "green": "green", "g": "green", "amber": "amber", "a": "amber", "yellow": "amber", "red": "red",
    "r": "red",
    "n/a": "unrated", "na": "unrated", "not applicable": "unrated", "data only": "unrated", "grey": "unrated",
    "gray": "unrated", "none": "unrated", "no rag": "unrated", "not rated": "unrated", "unrated": "unrated",
    "contextual": "unrated", "information only": "unrated", "no target": "unrated", "no data": "unrated",
}  # fmt: skip

_POLARITIES: Final[tuple[tuple[str, Polarity], ...]] = (
    (r"maximi[sz]e|higher|high|bigger|big|increase|increasing|more|up|\u2191|\u25b2|\+", "higher"),
    (
        r"minimi[sz]e|lower|low|smaller|small|decrease|decreasing|reduce|less|fewer|down|\u2193|\u25bc",
        "lower",
    ),
    (r"within (?:a )?range|range|in range|plan|on target", "range"),
    (r"neither|none|no polarity|contextual|neutral|n/a|not applicable|data only", "none"),
)
POLARITY_WORDS: Final = tuple(
    (
        re.compile(rf"(?:aim to |aim: |aim |good is |good to be )?(?:{said})(?: is)?(?: better| best| good)?"),
        polarity,
    )
    for said, polarity in _POLARITIES
)
# A note beside a target's number that says the number is something else.
NOT_THE_TARGET: Final = re.compile(
    r"\b(?:previous|last|prior|average|median|national|england|baseline|forecast|actual)\b"
)
