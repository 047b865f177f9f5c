"""Access keys: made, shown once, used, ended."""
