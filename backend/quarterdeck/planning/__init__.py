"""Plans, themes, priorities and activities."""
