"""mail.localhost: the mail that the demo sent, for a newcomer to read."""
