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
