"""Values and tables from elsewhere."""
