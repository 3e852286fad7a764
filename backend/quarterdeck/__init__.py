"""Quarterdeck: performance management for a UK local council."""

VERSION = "0.1.0"
