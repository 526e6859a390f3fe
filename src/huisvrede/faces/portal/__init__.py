"""The portal of data subjects, at /mijn/."""
