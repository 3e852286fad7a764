"""Measurements: ratios side by side. See bench/README.md."""
