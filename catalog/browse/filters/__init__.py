"""Which entities are asked for: Backstage's filter grammar, as one predicate and its SQL."""
