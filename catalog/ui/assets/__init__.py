"""The sources of the style, the script and the icons, and the step that builds them."""
