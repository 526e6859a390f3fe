"""PDF/UA documents."""
