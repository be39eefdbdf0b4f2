"""The tool for other programs: the desk as a server of the Model Context Protocol, for assistants that need checked figures.

`run(Post(…))` is the whole face. Inside: tools and schemas (what is offered), arguments (what comes in), clerk (what each tool
does), desks (who answers), shelves (what can be read), server (the protocol), serve (standard input and output, or HTTP).
"""

from bot.channels.mcp.serve import Post, run

__all__ = ["Post", "run"]
