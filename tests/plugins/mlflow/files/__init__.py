"""Tests of what is read of MLflow's files."""
