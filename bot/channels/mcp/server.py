"""The protocol: the tools and what can be read, offered to clients. Everything that waits does so in a thread."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from mcp import MCPError, types
from mcp.server import Server
from mcp.server.context import ServerRequestContext
from mcp.types.version import MODERN_PROTOCOL_VERSIONS

from bot.channels.mcp.arguments import Refused, checked, tongue_of
from bot.channels.mcp.clerk import Clerk, Served
from bot.channels.mcp.desks import Desks
from bot.channels.mcp.shelves import SHELVES, Shelf, read
from bot.channels.mcp.tools import INSTRUCTIONS, NAME, OFFERS, TITLE, Offer

_READING = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_SECRET = 16
"""Characters of the id of a conversation that only its client can know, where clients cannot be told apart."""
Context = ServerRequestContext[Any, Any]


def server_of(desks: Desks, clerk: Clerk, version: str) -> Server[Any]:
    """The server, ready to be run."""
    window = Window(desks, clerk)
    server = Server[Any](
        NAME,
        version=version,
        title=TITLE,
        instructions=INSTRUCTIONS,
        on_list_tools=_tools,
        on_call_tool=window.call,
        on_list_resources=_resources,
        on_read_resource=window.read,
    )
    server.middleware.clear()  # traces would hold the questions
    return server


class Window:
    """Hands what clients ask to the clerk, and what comes of it back."""

    def __init__(self, desks: Desks, clerk: Clerk) -> None:
        self._desks, self._clerk = desks, clerk

    async def call(self, context: Context, asked: types.CallToolRequestParams) -> types.CallToolResult:
        """What a tool gives, or one sentence that says what is wrong."""
        offer = OFFERS.get(asked.name)
        if offer is None:
            raise MCPError(types.INVALID_PARAMS, f"There is no tool of that name; there are: {', '.join(OFFERS)}.")
        try:
            given = checked(asked.arguments or {}, offer.takes)
            whose = _whose(context, str(given.get("conversation", "")))
            return _told(await asyncio.to_thread(getattr(self._clerk, offer.name), given, whose))
        except Refused as refused:
            return _sorry(refused.zh if tongue_of(asked.arguments or {}) == "zh" else refused.en)
        except Exception as error:  # a fault of this program: told without the question
            print(f"stumbled: {type(error).__name__} in {offer.name}", file=sys.stderr)
            zh = tongue_of(asked.arguments or {}) == "zh"
            return _sorry("程序出错了，所以不给数字。" if zh else "The program stumbled over that, so no figure is given.")

    async def read(self, _: Context, asked: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        """What stands on a shelf."""
        shelf = SHELVES.get(asked.uri)
        if shelf is None:
            raise MCPError(types.INVALID_PARAMS, f"There is nothing to read there; there are: {', '.join(SHELVES)}.")
        told = await asyncio.to_thread(self._read, shelf)
        return types.ReadResourceResult(
            contents=[types.TextResourceContents(uri=shelf.uri, mime_type="application/json", text=told)]
        )

    def _read(self, shelf: Shelf) -> str:
        with self._desks.one() as desk:
            return read(shelf, desk)


async def _tools(_: Context, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
    return types.ListToolsResult(tools=[_tool(offer) for offer in OFFERS.values()])


def _tool(offer: Offer) -> types.Tool:
    return types.Tool(
        name=offer.name,
        title=offer.title,
        description=offer.description,
        input_schema=offer.takes,
        output_schema=offer.gives,
        annotations=_READING,
    )


async def _resources(_: Context, __: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
    listed = [
        types.Resource(
            uri=shelf.uri, name=shelf.name, title=shelf.title, description=shelf.description, mime_type="application/json"
        )
        for shelf in SHELVES.values()
    ]
    return types.ListResourcesResult(resources=listed)


def _whose(context: Context, conversation: str) -> str:
    """What tells the client of a call from others: its session over HTTP, nothing where there is but one client.

    Raises Refused where clients cannot be told apart, for the id of a conversation that another might hit on.
    """
    if context.request is None:
        return ""
    session = context.request.headers.get("mcp-session-id", "")
    if context.protocol_version not in MODERN_PROTOCOL_VERSIONS and session:
        return str(session)
    if conversation and len(conversation) < _SECRET:
        raise Refused(
            f"这里 conversation 至少要有 {_SECRET} 个字符，免得别人碰上：请用 UUID。",
            f"conversation must have {_SECRET} characters or more here, so that nobody else hits on it: take a UUID.",
        )
    return ""


def _told(served: Served) -> types.CallToolResult:
    pictures = [types.ImageContent(data=picture, mime_type="image/png") for picture in served.pictures]
    said = types.TextContent(text=served.text)
    return types.CallToolResult(content=[said, *pictures], structured_content=served.content)


def _sorry(sentence: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(text=sentence)], is_error=True)
