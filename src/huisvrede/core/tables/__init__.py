"""Tables that come from other systems: read, mapped and checked row by row, never trusted."""
