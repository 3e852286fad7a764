"""`quarterdeck`, and `python -m quarterdeck`."""

import gc


def run() -> None:
    """Load the command, and run it.

    Loading makes next to no garbage, and looking for some takes a sixth of it. What is loaded stays, so it is
    not looked at again either.
    """
    gc.disable()
    from quarterdeck.cli import main

    gc.freeze()
    gc.enable()
    main()


if __name__ == "__main__":
    run()
