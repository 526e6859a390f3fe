"""The register of processing activities and the privacy statement."""
