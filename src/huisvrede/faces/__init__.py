"""Faces compose what is below; they hold no rules."""
