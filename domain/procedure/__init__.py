"""One segment or lot along one route, step by step, from consultation to contracts."""
