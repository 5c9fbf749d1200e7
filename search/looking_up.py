"""Fields that no engine keeps: who asks says which entries have what is asked for."""

from search.query.fields import QueryFields
from search.query.tree import And, Between, Ids, Is, Node, Not, Or
from search.request import LookUp


def looked_up(node: Node, fields: QueryFields, look_up: LookUp | None) -> Node:
    """The tree with ids in place of each question to a `recorded` field; both engines then mean
    the same by it, and nothing has to be indexed again when the record learns of a result."""
    match node:
        case Is(name) | Between(name):
            field = fields.get(name)
            if field is None or not field.recorded:
                return node
            return Ids(frozenset(look_up(node) if look_up else ()))
        case Not(part):
            return Not(looked_up(part, fields, look_up))
        case And(parts):
            return And(tuple(looked_up(part, fields, look_up) for part in parts))
        case Or(parts):
            return Or(tuple(looked_up(part, fields, look_up) for part in parts))
        case _:
            return node
