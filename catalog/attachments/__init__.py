"""What plugins know about entities: a row a state, with its source and its time."""
