"""What happened: observations and the runs that made them."""
