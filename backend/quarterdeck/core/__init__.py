"""The house every subject stands on."""
