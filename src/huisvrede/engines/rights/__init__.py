"""What we hold of a person, and what we must do with it."""
