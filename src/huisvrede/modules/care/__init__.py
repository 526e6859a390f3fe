"""Resident care files."""
