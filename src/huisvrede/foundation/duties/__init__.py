"""Every clock: what, about which case, due when, under which article."""
