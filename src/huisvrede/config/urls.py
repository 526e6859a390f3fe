"""Addresses of all faces."""

from django.urls import path

urlpatterns: list = []
