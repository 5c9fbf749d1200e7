"""Panels whose template is a file beside the plugin: `templates/<type of attachment>.html`."""

from importlib import resources

from plugins.api import Panel


def template(package: str, name: str) -> str:
    """The text of `templates/<name>.html` in the folder of a package (`__package__`)."""
    return (resources.files(package) / "templates" / f"{name}.html").read_text("utf-8")


def panel(package: str, attachment: str, title: str, *, place: str = "overview") -> Panel:
    """The panel of a type of attachment, with the template that is named like it."""
    return Panel(
        name=attachment,
        title=title,
        attachment=attachment,
        template=template(package, attachment),
        place=place,
    )
