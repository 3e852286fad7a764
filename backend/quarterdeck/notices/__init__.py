"""What people are told by mail: the letters, and how they are delivered."""
