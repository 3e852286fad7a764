"""Councils, units, posts, people, portfolios, bodies, meetings, evidence, and who may do what."""
