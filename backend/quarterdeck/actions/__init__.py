"""What, Whom, When."""
