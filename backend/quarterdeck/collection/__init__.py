"""Rounds and the quarterly submissions of services."""
