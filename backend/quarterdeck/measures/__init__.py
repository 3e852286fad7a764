"""Indicators, targets, rating rules, observations and ratings."""
