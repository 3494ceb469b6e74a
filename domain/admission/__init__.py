"""Who may deliver care in a segment: criteria, entry, applications, places, partners."""
