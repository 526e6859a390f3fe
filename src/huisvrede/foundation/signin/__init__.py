"""Accounts: how somebody proves who they are, and nothing else; no name, in a schema no other login can read."""
