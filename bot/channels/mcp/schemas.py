"""The shapes of what comes in and goes out, as JSON Schema: an answer is the JSON of `bot ask --json`, key by key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

STATES = ("number", "blank", "dash", "unreadable", "missing", "not_on_form")
REASONS = (
    *("unknown_agency", "no_report", "not_on_form", "blank", "ambiguous_agency", "ambiguous_field", "missing_slot"),
    *("missing", "opinion", "beyond_the_data", "not_understood", "out_of_domain"),
)
OPERATIONS = (
    *("lookup", "presence", "verify", "compare", "change", "rank", "position", "total", "average", "share", "rate"),
    *("count", "list", "trend", "passage", "definition", "coverage", "source", "consistency", "help"),
)


def text(says: str, **limits: Any) -> Schema:
    """A string."""
    return {"type": "string", "description": says, **limits}


def whole(says: str, low: int, high: int, **more: Any) -> Schema:
    """An integer from `low` to `high`."""
    return {"type": "integer", "minimum": low, "maximum": high, "description": says, **more}


def one_of(says: str, values: tuple[str, ...], **more: Any) -> Schema:
    """One of a few words."""
    return {"type": "string", "enum": list(values), "description": says, **more}


def listed(says: str, items: Schema, **limits: Any) -> Schema:
    """An array."""
    return {"type": "array", "items": items, "description": says, **limits}


def shape(properties: Mapping[str, Schema], optional: tuple[str, ...] = (), **more: Any) -> Schema:
    """An object with these keys and no others."""
    required = [key for key in properties if key not in optional]
    return {"type": "object", "properties": dict(properties), "required": required, "additionalProperties": False, **more}


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    kind = schema["type"]
    null = {**schema, "type": [kind, "null"]}
    return {**null, "enum": [*schema["enum"], None]} if "enum" in schema else null


def unexplained(schema: Schema) -> Schema:
    """The same without its descriptions, for where it was explained before."""
    said = {key: value for key, value in schema.items() if key != "description"}
    if "properties" in said:
        said["properties"] = {key: unexplained(one) for key, one in said["properties"].items()}
    return {**said, "items": unexplained(said["items"])} if "items" in said else said


STATE = one_of(
    "Only number has a value. blank: the cell is empty. dash: a slash or a dash is printed. unreadable: something is printed"
    " and is no number. missing: the document has no such row. not_on_form: this edition of the form never prints it."
    " None of them is 0.",
    STATES,
)
_PAGE = or_null({"type": "integer", "minimum": 1, "description": "Page of the document, from 1; null where it has no pages."})
_BOX = or_null(listed("Where the cell stands: [x0, top, x1, bottom] in points.", {"type": "number"}, minItems=4, maxItems=4))

FACT = shape(
    {
        "agency_id": text("Region code and kind of agency, such as 411602/health."),
        "agency": text("The agency's name as stored."),
        "year": {"type": "integer", "description": "The year that the report is on."},
        "field": text("Key of the figure, such as permits.decided."),
        "state": STATE,
        "value": or_null({"type": "number", "description": "The printed number, exactly; null in every state but number."}),
        "unit": or_null(text("件, 项, 万元 …")),
        "raw": or_null(text("What is printed in the cell.")),
        "document": text("The document that holds the cell."),
        "page": _PAGE,
        "box": _BOX,
    }
)

_ANSWER: dict[str, Schema] = {
    "id": or_null(text("Stays the same while the answer does; null where the program stumbled.")),
    "question": text("The question, in words."),
    "language": one_of("Language of the text.", ("zh", "en")),
    "status": one_of("clarify asks back, with choices.", ("answered", "clarify", "declined")),
    "reason": or_null(one_of("Why there is no answer; null where there is one.", REASONS)),
    "operation": or_null(one_of("What was done with the figures.", OPERATIONS)),
    "facts": listed("Every stored cell that the answer used, and none that it did not.", FACT),
    "result": or_null({"type": "object", "description": "What was worked out of the facts, by operation; null for a look-up."}),
    "choices": listed(
        "What to choose from; each question can be put to the tool ask as it stands.",
        shape({"label": text("What a person reads."), "question": text("The whole question.")}),
    ),
    "assumed": listed(
        "What was not said and how it was filled, such as the year; tell the person.",
        shape({"slot": text("agency, year, field or word."), "value": text("What was taken."), "why": text("Why.")}),
    ),
    "notes": listed("What must be said along with the figures, such as a sum that does not hold.", text("A sentence.")),
    "text": text("The whole answer as a person reads it, with its source."),
}

ANSWER = shape(_ANSWER)

EVIDENCE = shape(
    {
        "field": text("Key of the cell."),
        "section": or_null({"type": "integer", "description": "Section of the form."}),
        "row": text("Label of the row, as the form prints it."),
        "column": text("Label of the column, as the form prints it."),
        "form": or_null(text("Edition of the form that the report uses.")),
        "picture": {"type": "boolean", "description": "Whether a picture of the cell comes with this answer."},
    }
)

SOURCE = shape(
    {**unexplained(ANSWER)["properties"], "evidence": listed("One entry for each of the facts, in their order.", EVIDENCE)}
)

AGENCIES = shape(
    {
        "agencies": listed(
            "By id.",
            shape(
                {
                    "agency_id": text("To be used with the other tools."),
                    "agency": text("Its name."),
                    "region": text("Name of its region; empty where it has none."),
                    "region_code": or_null(text("GB/T 2260 code of its region.")),
                    "kind": or_null(text("Its kind, such as health; null for towns and for kinds that are not listed.")),
                    "years": listed("The years of which its report is stored.", {"type": "integer"}),
                }
            ),
        ),
        "total": {"type": "integer", "minimum": 0, "description": "How many there are in all."},
        "next": or_null(text("Give it as `after` to read on; null at the end.")),
    }
)
