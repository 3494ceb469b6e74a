"""One command for many contracts, carried out some at a time (CC-27)."""
