"""Addresses outside any organisation: the list of organisations and the health of the process."""

from django.urls import path

urlpatterns: list = []
