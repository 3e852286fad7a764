"""Pack editions, reviews, decisions and restatements."""
