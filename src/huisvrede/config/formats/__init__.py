"""How dates, times and numbers read, where a language of ours has it otherwise than Django."""
