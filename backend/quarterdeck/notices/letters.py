"""What our mails say. Nothing in a subject comes from what people typed."""

from quarterdeck.notices.mail import Letter


def password_reset(email: str, council_name: str, link: str) -> Letter:
    """The link for a new password, to whoever asked for it."""
    text = f"""Somebody, we hope it was you, asked for a new password for Quarterdeck at {council_name}.

Choose it here, within an hour:

{link}

The link works once, and a later one takes its place.

If you did not ask, do nothing: your password stays as it is.
"""
    return Letter(to=email, subject="Choose a new password for Quarterdeck", text=text)


def invitation(email: str, council_name: str, link: str, with_password: bool, provider: str | None) -> Letter:
    """An invitation. with_password: the link is for choosing one. provider: what they may sign in with instead."""
    if with_password:
        how = "Choose a password here, within a week, and sign in with it and this e-mail address:"
    else:
        how = "Sign in here with your council account:"
    instead = f"\nOr sign in with {provider}: then you need no password here.\n" if provider else ""
    text = f"""You are invited to Quarterdeck, where {council_name} keeps its plan, its figures and its reports.

{how}

{link}
{instead}
If you did not expect this, ask your performance team, or do nothing.
"""
    return Letter(to=email, subject="Your invitation to Quarterdeck", text=text)
