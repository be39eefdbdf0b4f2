"""The API: figures for other programs, as JSON and CSV, told of in OpenAPI.

`Api` is the whole face. One table, api.toml, says what can be asked and what comes back: `table` reads it, `arguments` checks
every request against it, `openapi` makes the document of it and of what the database holds. `lists`, `figures` and `asking`
look things up, `serving` puts the answers on the wire, `problems` says what is wrong.
"""

from bot.channels.web.api.serving import Api

__all__ = ["Api"]
