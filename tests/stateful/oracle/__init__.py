"""What a council's papers say may happen to its rounds, submissions, editions, figures and actions.

Written by hand from the design's model and from how councils work, in plain Python over plain data, and without a
line of the product: `tests.stateful.test_oracle` reads these modules and holds that they import nothing of it.
"""
