"""Huisvrede: the platform in which housing organisations run their privacy policy."""
