"""Imported first by every command that works on an organisation: Django stands, the database answers."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huisvrede.config.settings")
django.setup()
