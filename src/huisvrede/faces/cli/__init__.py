"""The command line: teaches by `--help`, shows progress, says an error in one clear sentence."""
