"""Random histories of figures, and an oracle that says what stood at each moment."""
