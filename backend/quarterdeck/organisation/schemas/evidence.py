"""Evidence files and the audit log."""

from datetime import datetime
from typing import Any, Literal

from quarterdeck.core.http import Output


class EvidenceRead(Output):
    """A file, and what it is evidence of: `kind` and `subject_id`. Its bytes are at /evidence/{id}/file."""

    id: int
    kind: str
    subject_id: int
    filename: str
    media_type: str
    size: int
    sha256: str
    note: str
    added_by: int | None
    added_at: datetime


class AuditEventRead(Output):
    """One event. `journal`: the council's own, or the deployment's (refused sign-ins of the council's people).

    `sentence` says what happened to what. Who `actor_id` is, is at /people/known-as; null is the installation itself.
    """

    id: int
    journal: Literal["council", "deployment"]
    position: int
    change_no: int
    recorded_at: datetime
    actor_id: int | None
    action: str
    kind: str
    subject_id: int | None
    sentence: str
    detail: dict[str, Any]
    comment: str | None
    hash: str


class AuditEnd(Output):
    """An event at an end of the log."""

    position: int
    recorded_at: datetime


class AuditVerification(Output):
    """Whether the council's log is as it was written: `faults` has one sentence for each place where it is not.

    Walked were `events` of them, from the `first` to the `last` (null of an empty log). `chain_hash` is the newest
    event's hash. Compare it with one noted elsewhere: only that shows a log cut short.
    """

    sound: bool
    events: int
    first: AuditEnd | None
    last: AuditEnd | None
    chain_hash: str
    faults: list[str]
