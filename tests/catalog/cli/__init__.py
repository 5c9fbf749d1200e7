"""Tests of what commands do by themselves."""
