"""The OpenAPI 3.1 document, made of the table and of what the database holds: lists of what may be said, real examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.channels.web.api.arguments import Arguments
from bot.channels.web.api.lists import Lists
from bot.channels.web.api.table import Operation, Parameter, Table

LookUp = Callable[[Operation, Arguments], Mapping[str, Any]]
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_FAULTS = {
    "BadRequest": ("参数有误。", "What was asked is not right."),
    "NotFound": ("没有收录。", "It is not stored."),
    "TooLarge": ("提交的内容太大。", "The body is too large."),
    "NotJson": ("提交的不是 JSON。", "The body is not JSON."),
    "TooMany": ("查询太频繁。", "Too many requests."),
}
_HEADERS = {
    "ETag": ("数据状态的标记；再问时放进 If-None-Match。", "A mark of the state of the data, for If-None-Match."),
    "Link": ("下一页的地址。", "The address of the next page."),
    "Retry-After": ("过多少秒再试。", "Seconds after which to try again."),
}


def document(table: Table, lists: Lists, look_up: LookUp, language: str, base: str) -> dict[str, Any]:
    """The document in one language; `base` is the address of the site. To be called on the thread of the lists."""
    examples = _Examples(lists, look_up)
    paths: dict[str, dict[str, Any]] = {}
    for operation in table.operations:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, language, lists, examples)
    place = 0 if language == "zh" else 1
    responses = {name: {"description": said[place], "content": PROBLEM} for name, said in _FAULTS.items()}
    responses["TooMany"]["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    headers = {
        name: {"description": said[place], "schema": {"type": "integer" if name == "Retry-After" else "string"}}
        for name, said in _HEADERS.items()
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": table.title[language], "version": "1", "description": table.about[language]},
        "servers": [{"url": base}],
        "paths": paths,
        "components": {"schemas": dict(table.schemas), "responses": responses, "headers": headers},
    }


def _operation(operation: Operation, language: str, lists: Lists, examples: _Examples) -> dict[str, Any]:
    whole: dict[str, Any] = {"operationId": operation.id, "summary": operation.said[language]}
    if operation.more[language]:
        whole["description"] = operation.more[language]
    whole["parameters"] = [_parameter(one, operation, language, lists, examples) for one in operation.parameters]
    if operation.takes:
        body = {"schema": {"$ref": f"#/components/schemas/{operation.takes}"}, "example": {"question": examples.question}}
        whole["requestBody"] = {"required": True, "content": {"application/json": body}}
    whole["responses"] = _responses(operation, language, examples)
    return whole


def _responses(operation: Operation, language: str, examples: _Examples) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": {"$ref": f"#/components/schemas/{operation.returns}"}}}
    if (found := examples.of(operation)) is not None:
        content["application/json"]["example"] = found
    if operation.csv:
        content["text/csv"] = {"schema": {"type": "string"}}
    good: dict[str, Any] = {"description": operation.said[language], "content": content}
    if not operation.takes:
        good["headers"] = {"ETag": {"$ref": "#/components/headers/ETag"}}
    if any(one.name == "after" for one in operation.parameters):
        good["headers"]["Link"] = {"$ref": "#/components/headers/Link"}
    faults = {"400": "BadRequest", "429": "TooMany"}
    if operation.missing:
        faults["404"] = "NotFound"
    if operation.takes:
        faults |= {"413": "TooLarge", "415": "NotJson"}
    refused = {status: {"$ref": f"#/components/responses/{name}"} for status, name in sorted(faults.items())}
    return {"200": good, **refused}


def _parameter(one: Parameter, operation: Operation, language: str, lists: Lists, examples: _Examples) -> dict[str, Any]:
    schema = dict(one.schema)
    if one.of:
        schema["enum"] = list(lists.known(one.of))
    if one.default is not None:
        schema["default"] = one.default
    whole: dict[str, Any] = {"name": one.name, "in": "path" if one.name in operation.in_path else "query"}
    whole |= {"description": one.said[language], "required": one.required}
    if one.most > 1:
        schema = {"type": "array", "items": schema, "maxItems": one.most}
        whole |= {"style": "form", "explode": True}
    whole["schema"] = schema
    if (example := examples.value(one)) is not None:
        whole["example"] = [example] if one.most > 1 else example
    return whole


class _Examples:
    """What to say as an example, of the first report that is stored, and what it gives."""

    def __init__(self, lists: Lists, look_up: LookUp) -> None:
        self._look_up = look_up
        none: Arguments = {"limit": 1, "after": None}
        reports = lists.list_reports(none)["reports"]
        report: dict[str, Any] = (
            reports[0] if reports else {"agency_id": "000000/government", "agency": "国务院", "organ": "government", "year": 0}
        )
        place, _, organ = report["agency_id"].partition("/")
        self._values = {"agency": report["agency_id"], "place": place, "organ": organ}
        if reports:
            self._values |= {"year": str(report["year"]), "field": "received.total"}
        self.question = f"{report['agency']}{report['year'] or ''}年收到多少件政府信息公开申请"
        self._values["q"] = self.question

    def value(self, one: Parameter) -> Any:
        """An example of a parameter, where there is one."""
        return self._values.get(one.key)

    def of(self, operation: Operation) -> Mapping[str, Any] | None:
        """The first entries of what an operation really gives; None for answers, and where nothing is stored."""
        if operation.returns == "Answer" or len(self._values) < 5:
            return None
        said: Arguments = {one.name: one.default for one in operation.parameters}
        said |= {one.name: () for one in operation.parameters if one.most > 1}
        given = {"place", "organ"} if operation.in_path else {"agency", "field"} if operation.csv else set[str]()
        said |= {name: (self._values[name],) if operation.csv else self._values[name] for name in given}
        found = self._look_up(operation, said | ({"limit": 1} if "limit" in said else {}))
        return {name: held[:2] if isinstance(held, list) and name != "years" else held for name, held in found.items()}
