"""The second wall: tickets, database roles, row policies and definer functions, derived and never hand-written."""
