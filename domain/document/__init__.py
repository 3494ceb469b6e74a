"""A filed paper: what it is, what it rests on, what of it is secret, for whom and until when."""
