"""Who may see what, and why: explanation and log pages."""
