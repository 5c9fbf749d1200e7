"""Versions of models side by side: what can be compared, what changed, and what that is worth."""
