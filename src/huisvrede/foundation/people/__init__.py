"""Persons, hats, roles and bonds: who somebody is here, and what they may do from when until when."""
