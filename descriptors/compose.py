"""From bytes to a tree of YAML nodes: libyaml's C parser, without PyYAML's own idea of types."""

import operator
from typing import Any

import yaml
from yaml.nodes import Node

_CParser: Any = vars(yaml.cyaml)["CParser"] if yaml.__with_libyaml__ else object


class LibyamlMissing(RuntimeError):
    """PyYAML is installed without its C extension; reading would be twenty times slower."""

    def __init__(self) -> None:
        super().__init__(
            "PyYAML is installed without libyaml. Install a wheel of PyYAML"
            " (pip install --force-reinstall --only-binary=:all: pyyaml), or build it with libyaml."
        )


class Composer(_CParser):  # type: ignore[misc]
    """Builds nodes whose `tag` says how they were written, for the builder to give them meaning.

    True: plain, False: quoted or block, text: the tag that the author wrote. The two other hooks
    serve path resolvers, which nobody uses here, and are called once a node: hence in C.
    """

    descend_resolver = staticmethod(operator.is_)
    ascend_resolver = bool

    def __init__(self, data: bytes) -> None:
        if not yaml.__with_libyaml__:
            raise LibyamlMissing
        _CParser.__init__(self, data)

    def resolve(self, kind: type, value: str | None, implicit: Any) -> bool:
        return implicit[0] if value is not None else True


def compose(data: bytes) -> Node | None:
    """The root node of the one document in `data`, None if there is none.

    Raises yaml.YAMLError. Nesting deep enough to exhaust the C stack must be refused before.
    """
    root: Node | None = Composer(data).get_single_node()
    return root
