"""PATCH bodies: a field that is left out keeps its value, and only some fields can be cleared with null."""

from typing import Any, ClassVar

from pydantic import GetJsonSchemaHandler, ValidationInfo, field_validator
from pydantic_core import CoreSchema, PydanticCustomError

from quarterdeck.core.http import Input


class Patch(Input):
    """Base of PATCH bodies. Every field is `… | None = None`; `clearable` names those that take null."""

    clearable: ClassVar[frozenset[str]] = frozenset()

    @field_validator("*", mode="before")
    @classmethod
    def _null_only_where_clearable(cls, value: Any, info: ValidationInfo) -> Any:
        if value is None and info.field_name not in cls.clearable:
            raise PydanticCustomError("not_null", "This cannot be empty; leave it out to keep it as it is.")
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The contract says the same: null is offered only where it is taken."""
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for name, each in properties.items():
            each.pop("default", None)
            if name not in cls.clearable and "anyOf" in each:
                kept = [option for option in each.pop("anyOf") if option.get("type") != "null"]
                each |= kept[0] if len(kept) == 1 else {"anyOf": kept}
        return schema

    def given(self) -> dict[str, Any]:
        """The fields that the caller sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}
