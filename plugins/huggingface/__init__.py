"""Hugging Face: cards of models and data sets, and the results beside them."""
