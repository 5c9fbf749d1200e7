"""Where a repository keeps what is too large for Git: `.dvc/config`."""

import configparser
import re
from urllib.parse import urlsplit, urlunsplit

SECTION = re.compile(r"""'?remote "(.+)"'?""")


def read_remotes(data: bytes) -> dict[str, str]:
    """Addresses by name, without what people should not have written there: passwords."""
    config = configparser.ConfigParser(strict=False, interpolation=None)
    try:
        config.read_string(data.decode())
    except (UnicodeDecodeError, configparser.Error):
        return {}
    named = {name: SECTION.fullmatch(name) for name in config.sections()}
    return {
        found[1]: _without_password(config.get(name, "url", fallback=""))
        for name, found in named.items()
        if found
    }


def _without_password(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))
