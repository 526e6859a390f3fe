"""Pages of home seekers: `staff` at /werk/, `own` at /mijn/; what both share stands in `editing`."""
