"""Files that people upload for a plugin to read, kept so that they can be uploaded again."""
