"""Home seekers: registration, household, who handles them."""
