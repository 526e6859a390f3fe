"""Settings, addresses and jobs: the only place that lists engines and modules."""
