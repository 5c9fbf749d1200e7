"""The plugin of spreadsheets."""
