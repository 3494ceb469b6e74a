"""A contract with one provider in one segment: its clause, and its terms on two time axes."""
