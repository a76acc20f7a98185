"""What the worker process does, and what it shares with the pages that ask for it."""
