"""Django's PostgreSQL backend with one rule more: no query on an organisation's data outside a transaction."""
