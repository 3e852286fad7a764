"""What ours is measured beside: the least that does the same work."""
