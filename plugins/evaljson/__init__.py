"""Evaluations that lie in repositories as JSON: lm-evaluation-harness, spaCy, model cards."""
