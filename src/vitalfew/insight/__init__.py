"""What a framework as a whole is worth: maturity, qualities, coverage; later line of sight, lead times and effects."""
