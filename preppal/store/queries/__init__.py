"""Named queries, one module per noun. Each takes an open unit of work; rows stay inside `services`."""
