"""Tests of the plugin that reads evaluations kept as JSON."""
