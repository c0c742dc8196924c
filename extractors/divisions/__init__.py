"""Administrative divisions 行政区划: the national table down to the township, and which of them an agency belongs to."""

from extractors.divisions.find import find_division
from extractors.divisions.table import bare_province, find_division_by_code, province_of

__all__ = ["bare_province", "find_division", "find_division_by_code", "province_of"]
