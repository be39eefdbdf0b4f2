"""The web, as a person meets it in a browser and other programs through the API: pages, and figures with their evidence.

`run(Post(…))` is the whole face. Inside: serve (from the options to the exit code), app (the pages put together), site (what
every page works with), render (templates and language); then a module for each face.
"""

from bot.channels.web.serve import Post, run

__all__ = ["Post", "run"]
