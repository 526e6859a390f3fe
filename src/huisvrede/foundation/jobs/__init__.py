"""Wake-ups: state is the queue, a wake-up only hastens it."""
