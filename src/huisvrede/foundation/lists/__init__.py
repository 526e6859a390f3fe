"""Lists: declared once, shown a page at a time, kept as views and exported as files."""
