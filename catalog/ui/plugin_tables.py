"""Plugins and who pushes, as tables of catalog health."""

from collections.abc import Sequence

from catalog.refresh.push_sources import PushSource
from catalog.refresh.status import PluginView, RefreshView
from catalog.ui.tables import AskedTable, Column, Row, Table, sorted_rows
from catalog.ui.times import machine_stamp
from descriptors.problems import Problem

PLUGINS = (
    Column("name", "Plugin"),
    Column("state", "State"),
    Column("version", "Version", look="tight"),
    Column("connections", "Connections", numeric=True),
    Column("entities", "Entities", numeric=True),
    Column("problems", "Problems", numeric=True),
    Column("last_ok", "Last good answer", falling=True, look="tight"),
    Column("next_run", "Next run", look="tight"),
    Column("error", "Last error", look="long", exported=True),
    Column("hint", "How to repair it", shown=False, exported=True, look="long"),
)
PUSHING = (
    Column("name", "System"),
    Column("title", "Title"),
    Column("types", "Pushes", sortable=False),
    Column("last_used", "Last heard", falling=True, look="tight"),
    Column("created", "Known since", falling=True, look="tight"),
)


def plugin_table(plugins: Sequence[PluginView], asked: AskedTable) -> Table:
    """Every plugin that was ever seen."""
    rows = sorted_rows(map(_plugin, plugins), PLUGINS, asked.sort)
    return Table(title="Plugins", columns=PLUGINS, rows=rows, asked=asked)


def push_table(systems: Sequence[PushSource], asked: AskedTable) -> Table:
    """Every system that has a token to push with."""
    rows = sorted_rows(map(_system, systems), PUSHING, asked.sort)
    return Table(title="Systems that push", columns=PUSHING, rows=rows, asked=asked)


def refreshes_of(one: PluginView) -> list[RefreshView]:
    return [each for server in one.connections for each in server.refreshes]


def last_error(one: PluginView) -> Problem | None:
    """Why a plugin is failing: of itself, or of the first of its calls that does."""
    wrong = (each.last_error for each in refreshes_of(one) if each.failing and each.last_error)
    return one.last_error or next(wrong, None)


def last_ok_at(one: PluginView) -> float | None:
    return max((each.last_ok_at for each in refreshes_of(one) if each.last_ok_at), default=None)


def next_at(one: PluginView) -> float | None:
    """When it is asked next; None where it is not asked at all."""
    if one.state in ("disabled", "removed"):
        return None
    return min((each.next_at for each in refreshes_of(one)), default=None)


def _plugin(one: PluginView) -> Row:
    wrong = last_error(one)
    return Row(
        {
            "name": one.name,
            "state": one.state,
            "version": one.version,
            "connections": sum(1 for server in one.connections if server.id),
            "entities": one.entities,
            "problems": one.problems,
            "last_ok": _stamp(last_ok_at(one)),
            "next_run": _stamp(next_at(one)),
            "error": wrong.message if wrong else "",
            "hint": wrong.hint if wrong else "",
        },
        of=(one, wrong, last_ok_at(one), next_at(one)),
    )


def _system(one: PushSource) -> Row:
    return Row(
        {
            "name": one.name,
            "title": one.title,
            "types": sorted(one.schemas),
            "last_used": _stamp(one.last_used_at),
            "created": _stamp(one.created_at),
        },
        of=one,
    )


def _stamp(at: float | None) -> str | None:
    return None if at is None else machine_stamp(at)
