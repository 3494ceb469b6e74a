"""A region's procurement programme: who takes part, in which segments, along which plan."""
