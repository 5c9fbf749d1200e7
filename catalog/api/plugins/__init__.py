"""The routes that plugins declare, served under /api/plugins."""
