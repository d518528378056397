"""What an organisation decides, and the rhythm in which it does."""
