"""The trail of causes: what each event rests on, and what it led to."""
