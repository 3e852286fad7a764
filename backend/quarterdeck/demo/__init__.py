"""A made-up council with three years of quarters, lived through a set clock by the services of every subject.

`data/` holds what it consists of, as files that can be read and changed; the modules live it: `council` sets
the council up, `measures` what it measures, `rounds` a quarter from data request to scrutiny, `story` what
happens besides, `build` all of it in one transaction.
"""
