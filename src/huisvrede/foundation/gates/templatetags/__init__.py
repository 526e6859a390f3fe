"""Tags of the gates for every template."""
