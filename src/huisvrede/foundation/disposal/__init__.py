"""The end of data: holds, ledger, certificates."""
