"""Calling plugins when it is their time, and keeping what they report."""
