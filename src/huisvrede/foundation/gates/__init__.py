"""The gates every row passes: open, require, dispose, explain."""
