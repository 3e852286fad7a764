"""Committee documents made from a sealed edition."""
