"""The build backend of the distribution: setuptools, with the browser's files built first.

The hooks of PEP 517 and 660. A wheel, an sdist and an editable install all carry
`catalog/ui/static`; where it is already built from the sources at hand (as in an sdist), no Node
is needed.
"""

from collections.abc import Mapping

import build_static
from setuptools import build_meta

Settings = Mapping[str, object] | None

prepare_metadata_for_build_wheel = build_meta.prepare_metadata_for_build_wheel
prepare_metadata_for_build_editable = build_meta.prepare_metadata_for_build_editable


def get_requires_for_build_wheel(config_settings: Settings = None) -> list[str]:
    """What must be installed to build a wheel: a Node from PyPI where there is no other."""
    needed: list[str] = build_meta.get_requires_for_build_wheel(config_settings)
    return [*needed, *build_static.requirements()]


def get_requires_for_build_sdist(config_settings: Settings = None) -> list[str]:
    """As for a wheel."""
    needed: list[str] = build_meta.get_requires_for_build_sdist(config_settings)
    return [*needed, *build_static.requirements()]


def get_requires_for_build_editable(config_settings: Settings = None) -> list[str]:
    """As for a wheel."""
    needed: list[str] = build_meta.get_requires_for_build_editable(config_settings)
    return [*needed, *build_static.requirements()]


def build_wheel(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None
) -> str:
    """Build the browser's files, then the wheel; return its name."""
    build_static.ensure()
    name: str = build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
    return name


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    """Build the browser's files, then the sdist; return its name."""
    build_static.ensure()
    name: str = build_meta.build_sdist(sdist_directory, config_settings)
    return name


def build_editable(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None
) -> str:
    """Build the browser's files in place, then the editable wheel; return its name."""
    build_static.ensure()
    name: str = build_meta.build_editable(wheel_directory, config_settings, metadata_directory)
    return name
