"""What the public may see, as releases and records of the Open Contracting Data Standard 1.1."""
