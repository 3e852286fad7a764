"""`python -m quarterdeck`: the same as the console script."""

from quarterdeck.cli import main

main()
