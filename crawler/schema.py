"""JSON Schema of the item, made from its class: types, units and meanings stand there and nowhere else."""

from __future__ import annotations

import types
from dataclasses import is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from itemadapter import ItemAdapter

from crawler.items import AnnualReport


def item_schema() -> dict[str, Any]:
    """Schema of one item of a feed. Every key is required: what is not stated is null or empty, never missing."""
    schema = ItemAdapter.get_json_schema(AnnualReport)
    _complete(schema, AnnualReport)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "AnnualReport", **schema}


def _complete(schema: dict[str, Any], cls: type) -> None:
    """Add what itemadapter leaves out: closed lists of values, and that a key is always there."""
    for name, hint in get_type_hints(cls).items():
        prop = schema["properties"][name]
        prop.pop("default", None)
        nullable = _is_union(hint) and type(None) in get_args(hint)
        inner = [arg for arg in get_args(hint) if arg is not type(None)] if _is_union(hint) else [hint]
        if len(inner) == 1 and get_origin(inner[0]) is Literal:
            prop.pop("anyOf", None)
            prop["enum"] = [*get_args(inner[0]), *([None] if nullable else [])]
            prop["type"] = ["string", "null"] if nullable else "string"
        for nested in (inner[0], *get_args(inner[0])):
            if is_dataclass(nested):
                _complete(_schema_of_nested(prop), nested)  # type: ignore[arg-type]
    schema["required"] = list(schema["properties"])


def _is_union(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType)


def _schema_of_nested(prop: dict[str, Any]) -> dict[str, Any]:
    """The one object schema below a property: the property itself, its items, its values or one of its alternatives."""
    candidates = [prop, prop.get("items", {}), prop.get("additionalProperties", {}), *prop.get("anyOf", [])]
    (found,) = [c for c in candidates if isinstance(c, dict) and "properties" in c]
    return found
