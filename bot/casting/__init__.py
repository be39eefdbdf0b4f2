"""Who a question is about: one agency, several, or the members of a set; never a similar one in another's place."""
