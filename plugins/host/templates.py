"""Templates of plugins, rendered where nothing of theirs can do more than be looked at.

The values are whatever an upstream system said. So all is escaped, the sandbox calls nothing that
changes anything, the text is bounded, and of the HTML only what tells something is left: no script,
no style, no picture, no form, no address but http, https and mailto.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import nh3
from jinja2 import ChainableUndefined, StrictUndefined, Template, TemplateError, Undefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from plugins.host.widths import bounded, check_format, check_numbers, check_printf
from plugins.texts import said

LARGEST = 512 * 1024  # characters of one panel or page
GLOBALS = ("range", "dict", "namespace", "joiner", "cycler")
TAGS = (nh3.ALLOWED_TAGS - {"img", "map", "area", "bdo", "rtc"}) | {
    *("section", "details", "summary", "time", "progress", "meter", "caption", "output"),
}
ATTRIBUTES = {
    "*": {"class", "title", "lang", "dir", "role", "hidden"},
    "a": {"href"},
    "th": {"scope", "colspan", "rowspan", "abbr"},
    "td": {"colspan", "rowspan"},
    "ol": {"start", "reversed"},
    "col": {"span"},
    "time": {"datetime"},
    "data": {"value"},
    "details": {"open"},
    "progress": {"value", "max"},
    "meter": {"value", "min", "max", "low", "high", "optimum"},
}


class TemplateFailed(Exception):
    """The template can't be rendered with these values; the text says why."""


def rendered(template: str, values: Mapping[str, Any]) -> str:
    """Safe HTML. A name that the values lack is empty. Raises TemplateFailed."""
    return cleaned(_text(template, values, strict=False))


def rendered_strictly(template: str, values: Mapping[str, Any]) -> str:
    """The HTML as the template has it, where a name that the values lack is a failure."""
    return _text(template, values, strict=True)


def cleaned(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        generic_attribute_prefixes={"aria-", "data-"},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def _text(template: str, values: Mapping[str, Any], *, strict: bool) -> str:
    parts, length = [], 0
    try:
        for part in _compiled(template, strict).generate(values):
            length += len(part)
            if length > LARGEST:
                raise TemplateFailed(f"it makes more than {LARGEST:,} characters")
            parts.append(part)
    except TemplateFailed:
        raise
    except TemplateError as error:
        raise TemplateFailed(said(error)) from error
    except Exception as error:  # values may be of any shape, and a template that expects one errs
        raise TemplateFailed(said(error)) from error
    return "".join(parts)


class _Sandbox(ImmutableSandboxedEnvironment):
    # A text a thousand million times, or a number to its own power, would never be done.
    intercepted_binops = frozenset(["*", "**", "%"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "%":
            check_printf(str(left))
            return super().call_binop(context, operator, left, right)
        numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
        if operator == "**" or not numbers:
            raise SecurityError(f"`{operator}` is for numbers" if operator == "*" else "no `**`")
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, called: Any, /, *args: Any, **options: Any) -> Any:
        if isinstance(getattr(called, "__self__", None), (str, bytes, int)):
            check_numbers([*args, *options.values()])
        return super().call(context, called, *args, **options)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        if (wrapped := super().wrap_str_format(value)) is not None:
            check_format(value.__self__)
        return wrapped


@lru_cache(maxsize=256)
def _compiled(template: str, strict: bool) -> Template:
    undefined: type[Undefined] = StrictUndefined if strict else ChainableUndefined
    environment = _Sandbox(autoescape=True, undefined=undefined)
    environment.globals = {name: environment.globals[name] for name in GLOBALS}
    environment.filters = bounded(environment.filters)
    return environment.from_string(template)
