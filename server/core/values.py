"""Values that are made and copied at every event: classes whose copies with some fields changed cost next to
nothing.

Only these shapes are taken from msgspec. What encodes and decodes is no business of the core's, so nothing
else in it may import msgspec.
"""

from msgspec import NODEFAULT, Struct, field
from msgspec.structs import astuple, fields, replace

__all__ = ["NODEFAULT", "Struct", "astuple", "field", "fields", "replace"]
