"""A second opinion: questions made by a grammar of its own, and answers reckoned from the exported CSV alone.

Nothing here imports the bot or reads its words. `grammar` puts random questions into Chinese and English, `table` and
`reckon` work out what must come of them, `compare` says where an answer of the bot differs. Whatever differs is a fault of one
of the three.
"""
