"""Evaluation runs and model versions as facts: taken from plugins and the API, found, compared.

See README.md. Every read takes the reader: facts are seen by who sees what they are about.
"""
