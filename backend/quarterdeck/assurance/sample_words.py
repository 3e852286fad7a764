"""What the README of a sample's archive says, in plain words."""

from quarterdeck.assurance.sample_schemas import SampleRead

TEXT = """{title}
{line}

This archive holds what an auditor needs to re-perform the figures of these indicators, as the record stood when the
sample was drawn ({drawn_at}, Coordinated Universal Time). It was {scope}.
{purpose}
{drawn}

HOW IT WAS DRAWN
The seed is: {seed}
Every indicator's rank is the SHA-256 of the seed, a line feed and the indicator's ref, in UTF-8. The {count} with the
lowest ranks were drawn.{by_unit}
The whole list is in draw.json and on the sheet "Population", so anybody can draw again and has to get the same.

WHAT IS HERE
README.txt       this page
workpaper.xlsx   one row for each figure, with columns for what you find; revisions, trail, data quality and population
                 beside it
recompute.py     computes every figure and rating again from what is in here: "python3 recompute.py" (Python 3.9 or
                 later, nothing else). It says which agree, and ends with 1 if anything differs
draw.json        what was drawn from, and what was drawn
indicators/      a folder for each indicator:
  record.json    its definitions and rules, every revision of its figures with numerator, denominator, source, checks
                 and explanations, what each rating was made from, and its trail: who submitted, confirmed, approved
                 and changed what, when and why, and which editions hold it
  data-quality.json
                 what was judged of its data quality by then, the newest first: the six dimensions of the Government
                 Data Quality Framework, each with what the record itself said of it; empty where nobody assessed it
  evidence/      the files that were added as evidence, as they are stored. The list in record.json says which they
                 are, and which were left out and why
manifest.json    the size and SHA-256 of every file but itself

HOW TO USE IT
1. Run recompute.py. It shows that the arithmetic is right; it cannot show that the parts are.
2. For each row of the workpaper go to the source that the definition names, count again, and write down what you find.
3. "Differs" by more than rounding, or no evidence, is a finding. Say so in your report; a wrong figure is put right by
   a restatement in the system, which the next report tells of.
"""


def readme(sample: SampleRead) -> str:
    """The text. Lines end as Windows' editors like them."""
    of = f"{len(sample.drawn)} of {sample.population} indicators"
    title = f"Sample {sample.number} for assurance: {of}, {sample.period_label}"
    words = TEXT.format(
        title=title,
        count=len(sample.drawn),
        line="=" * len(title),
        drawn_at=f"{sample.drawn_at:%d %B %Y at %H:%M}",
        scope=_scope(sample),
        purpose=f"What for: {_one_line(sample.purpose)}\n" if sample.purpose else "",
        drawn="\n".join(f"  {each.position}. {each.ref}  {each.name} ({each.unit_name})" for each in sample.drawn),
        seed=sample.seed,
        by_unit=" Each unit gives its share, by largest remainders." if sample.by_unit else "",
    )
    return words.replace("\n", "\r\n")


def _scope(sample: SampleRead) -> str:
    source = "the figures that stood for the period"
    if sample.edition_number is not None:
        source = f"the figures of edition {sample.edition_number}"
    within = "".join(
        f", of {name}" for name in (sample.unit_name, sample.theme_name and f"the theme {sample.theme_name}") if name
    )
    return f"drawn from {source}{within}"


def _one_line(words: str) -> str:
    return " ".join(words.split())
