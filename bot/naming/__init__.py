"""Names of agencies: places, bodies of no listed kind, and how their pieces join to one name."""
