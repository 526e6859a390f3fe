"""Notices by mail: never personal substance, always a link."""
