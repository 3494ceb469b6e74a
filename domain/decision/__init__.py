"""One question put to many bodies: who must answer, and when it is reached."""
