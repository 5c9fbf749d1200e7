"""Statistics: against scipy, published examples, and simulation."""
