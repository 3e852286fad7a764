"""What a command cannot do, for a reason that its operator can mend."""


class Refusal(RuntimeError):
    """Its message is a sentence that says what is in the way and what to do; the command prints it and exits with 1."""
