"""The API: the register, requests, who looked, and the processing log, for programs with a key."""
