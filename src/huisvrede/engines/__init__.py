"""The work and the pages of one duty each; independent of each other."""
