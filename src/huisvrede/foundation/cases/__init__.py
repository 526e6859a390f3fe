"""Step tables at work: case, step, advice, decision, letter."""
