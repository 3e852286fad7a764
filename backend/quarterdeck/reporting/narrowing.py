"""What is left of a content where some of it is not read: counted anew, and told of nothing else."""

from collections.abc import Callable, Sequence

from quarterdeck.framework.periods import Period
from quarterdeck.reporting.annual import narrowed_annual
from quarterdeck.reporting.content import ActivityContent, EditionContent, FigureContent, LastReport, MissingContent
from quarterdeck.reporting.counting import summarise
from quarterdeck.reporting.year_content import ProposalContent, YearContent

Shows = Callable[[int, str], bool]
"""Whether a figure may be read: series id, period code."""


def narrowed(
    content: EditionContent,
    shows: Shows,
    figures: Sequence[FigureContent],
    missing: Sequence[MissingContent],
    activities: Sequence[ActivityContent],
) -> EditionContent:
    """The content with these figures and activities alone, and with what changed of the figures that it shows."""
    proposals = [each for each in _proposals(content) if shows(each.series_id, content.period.code)]
    units = {unit for rows in (figures, missing, activities) for unit in _units(rows)}
    units |= {each.unit for each in proposals}
    proposed = {"proposals": proposals, "not_proposed": []} if isinstance(content, YearContent) else {}
    return content.model_copy(
        update={
            "summary": summarise(Period.of_code(content.period.code), figures, missing, activities),
            "figures": list(figures),
            "missing": list(missing),
            "activities": list(activities),
            "last_report": _last(content.last_report, shows),
            "corrections": [each for each in content.corrections if shows(each.series_id, each.period_code)],
            "definitions": [each for each in content.definitions if shows(each.series_id, each.period_code)],
            "targets": [each for each in content.targets if shows(each.series_id, each.period_code)],
            "annual": narrowed_annual(content.annual, shows),
            "not_comparable": [
                each
                for each in content.not_comparable
                if shows(each.series_id, each.before) and shows(each.series_id, each.now)
            ],
            "off_system": [each for each in content.off_system if each.unit in units],
            **proposed,
        }
    )


def _proposals(content: EditionContent) -> Sequence[ProposalContent]:
    return content.proposals if isinstance(content, YearContent) else ()


def _units(rows: Sequence[FigureContent] | Sequence[MissingContent] | Sequence[ActivityContent]) -> set[str]:
    return {each.unit for each in rows}


def _last(report: LastReport | None, shows: Shows) -> LastReport | None:
    if report is None:
        return None
    seen = [each for each in report.indicators if shows(each.series_id, each.period_code)]
    return report.model_copy(update={"indicators": seen})
