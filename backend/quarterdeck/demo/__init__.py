"""A council with three years of quarters."""
