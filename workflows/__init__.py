"""When it happens: what waits, and what is asked of the domain when the waiting is over."""
