"""The work of the organisations; independent of each other: that is purpose limitation."""
