"""One decision on many things: all of them take it, or nothing is done and each that does not says why."""

from collections.abc import Callable, Collection, Sequence
from typing import Protocol, TypeVar

from quarterdeck.core.errors import FieldError, Problem, invalid_fields


class Numbered(Protocol):
    @property
    def id(self) -> int: ...


T = TypeVar("T")
N = TypeVar("N", bound=Numbered)


def in_order(ids: Sequence[int], found: Collection[N], field: str, unknown: FieldError) -> list[N]:
    """What was found by these ids, in their order. Raises 422 for each that was not, and for one named twice.

    field: the body's list of ids. unknown: what is said of an id that is none; its pointer is filled in here.
    """
    by_id = {each.id: each for each in found}
    faults = [
        FieldError(pointer=f"/{field}/{number}", code=unknown.code, detail=unknown.detail)
        for number, each in enumerate(ids)
        if each not in by_id
    ]
    faults += [
        FieldError(pointer=f"/{field}/{number}", code="duplicate", detail="It is named already.")
        for number, each in enumerate(ids)
        if each in ids[:number]
    ]
    if faults:
        raise invalid_fields(faults)
    return [by_id[each] for each in ids]


def for_all(
    items: Sequence[T], act: Callable[[T], object], *, field: str, things: str, name: Callable[[T], str]
) -> None:
    """Does something with each. Where any refuses, raises for all of them; the caller's transaction undoes the rest.

    403 or 409 `bulk-refused` with each that refuses by `name`, 409 `comment-required` where they lack the one comment
    alone. things: what they are called, for a sentence.
    """
    refused: list[tuple[Problem, FieldError]] = []
    for number, item in enumerate(items):
        try:
            act(item)
        except Problem as problem:
            refused.append((problem, _fault(f"/{field}/{number}", name(item), problem)))
    if not refused:
        return
    # Where the comment alone is missing, that is the whole answer, as it is for one.
    if all(problem.code == "comment-required" for problem, _ in refused):
        raise refused[0][0]
    status = 403 if any(problem.status == 403 for problem, _ in refused) else 409
    detail = f"Nothing was done: {len(refused)} of {len(items)} {things} do not take this now."
    # What is missing of the one body is said once.
    faults = {(fault.pointer, fault.detail): fault for _, fault in refused}
    raise Problem(status, "bulk-refused", detail, list(faults.values()))


def _fault(pointer: str, name: str, problem: Problem) -> FieldError:
    if problem.code == "comment-required":
        # One comment is given for all of them.
        return problem.errors[0]
    code = problem.errors[0].code if problem.status == 422 and problem.errors else problem.code
    return FieldError(pointer=pointer, code=code, detail=f"{name}: {problem.detail}")
