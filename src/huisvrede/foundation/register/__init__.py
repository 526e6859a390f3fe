"""The record of processing activities: declarations of code joined with the policy of an organisation."""
