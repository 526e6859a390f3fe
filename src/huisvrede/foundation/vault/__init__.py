"""The vault: its own database, with the ledger of the irrevocable."""
