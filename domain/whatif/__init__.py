"""What-ifs: what would move and what would break if things went otherwise than planned (ST-08)."""
