"""What must be destroyed, when, by which rule."""
