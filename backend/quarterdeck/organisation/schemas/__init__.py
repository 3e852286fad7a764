"""What the routes of the organisation take and answer."""
