"""What everyone stands on: knows no engine and no module."""
