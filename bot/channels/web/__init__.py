"""The web, as a person meets it in a browser and other programs through the API: pages, and figures with their evidence.

`run(Post(…))` is the whole face. Inside: serve (from the settings to the exit code), workers (several processes on one port),
app (the pages put together), site (what every page works with), render (templates and language), limits, watch; then a module
for each face.
"""

from bot.channels.web.serve import Post, run
from bot.channels.web.settings import EXAMPLE, settings_from

__all__ = ["EXAMPLE", "Post", "run", "settings_from"]
