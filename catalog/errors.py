"""What can be wrong with the world. Wrong input is a `Problem`, never one of these."""


class MLHomeError(Exception):
    """Something that the person who runs ML Home can act on; its text says how."""


class SettingsError(MLHomeError):
    """A setting that is unknown, malformed or contradicts another."""


class DatabaseUnavailable(MLHomeError):
    """The database cannot be reached, is locked for too long, or its disk is full."""


class SchemaOutdated(MLHomeError):
    """The database was made by another release and must be migrated first."""
