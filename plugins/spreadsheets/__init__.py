"""Evaluations out of spreadsheets: CSV, TSV and Excel workbooks, by a mapping of their columns."""
