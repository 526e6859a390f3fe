"""Plain Python, no Django: the language of the GDPR and of time."""
