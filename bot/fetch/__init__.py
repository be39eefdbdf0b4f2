"""What the database gives: cells of named agencies, sets ranked inside SQLite, text, and what is worked out of printed cells."""
