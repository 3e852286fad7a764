"""Why a sign-in through the provider comes to nothing. The codes are what the page for signing in tells apart."""

from quarterdeck.core.errors import Problem


class Refused(Problem):
    """A sign-in that is refused. `reason` is for the audit log: a word of ours, never the provider's or the caller's.

    person_id: whom it is about, where that is known.
    """

    def __init__(self, status: int, code: str, detail: str, reason: str, person_id: int | None = None) -> None:
        super().__init__(status, code, detail)
        self.reason = reason
        self.person_id = person_id


def stale(reason: str) -> Refused:
    """400: the browser comes back with something else than what it was sent away with, or too late."""
    return Refused(400, "sign-in-stale", "This sign-in is too old or was begun elsewhere. Start again.", reason)


def not_granted(reason: str) -> Refused:
    """400: the provider says no, or the person did."""
    return Refused(400, "sign-in-cancelled", "The sign-in was cancelled or refused where you sign in.", reason)


def bad_token(reason: str) -> Refused:
    """400: what the provider says of the person cannot be believed. reason: the claim or check that failed."""
    return Refused(400, "token-refused", "What the sign-in service sent cannot be trusted. Start again.", reason)


def away(reason: str) -> Refused:
    """503: the provider does not answer, or not as it should."""
    detail = "The council's sign-in service does not answer just now. Try again in a minute."
    refused = Refused(503, "provider-away", detail, reason)
    refused.headers["Retry-After"] = "30"
    return refused


def no_role(person_id: int | None) -> Refused:
    """403: the council has given this person no part in Quarterdeck."""
    detail = "Your council account has no role in Quarterdeck. Ask whoever looks after access to it to give you one."
    return Refused(403, "no-role", detail, "no_role", person_id)


def not_known(reason: str = "not_known") -> Refused:
    """403: nobody here is this person, and nothing says that an account may be made for them."""
    detail = "Nobody here goes with your council account. Ask your Quarterdeck administrator to add you."
    return Refused(403, "not-known", detail, reason)


def disabled(person_id: int) -> Refused:
    """403: an administrator has disabled this person."""
    detail = "Your account in Quarterdeck is closed. Ask your Quarterdeck administrator."
    return Refused(403, "account-closed", detail, "disabled", person_id)


def address_taken(person_id: int) -> Refused:
    """403: somebody here has the e-mail address, and nothing shows that this is the same person."""
    detail = (
        "Somebody here has your e-mail address already, and the sign-in service does not vouch for it. Sign in with "
        "your password and connect the two under Your account, or ask your Quarterdeck administrator."
    )
    return Refused(403, "address-taken", detail, "address_taken", person_id)


def connected_elsewhere(person_id: int) -> Refused:
    """403: the person is connected with another account of the provider."""
    detail = (
        "Your account here belongs to another account of the sign-in service. Ask your Quarterdeck administrator to "
        "disconnect it."
    )
    return Refused(403, "connected-elsewhere", detail, "connected_elsewhere", person_id)


def no_council() -> Refused:
    """503: the installation does not say to which of its councils the provider's people belong."""
    detail = "Single sign-on is not set up for a council here yet. Tell whoever runs Quarterdeck."
    return Refused(503, "no-council", detail, "no_council")
