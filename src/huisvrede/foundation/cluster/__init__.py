"""The PostgreSQL cluster under it all: server, organisations, databases, logins and routing."""
