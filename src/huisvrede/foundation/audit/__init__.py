"""Who looked at whom, when, for what: two logs joined by a key, sealed so that nobody can change them unseen."""
