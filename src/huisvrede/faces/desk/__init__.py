"""The desk of staff, at /werk/."""
