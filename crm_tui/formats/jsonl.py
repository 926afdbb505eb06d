"""JSON and JSON Lines, read as a stream of records: one array of them, a record on each
line, or a single one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from crm_tui.formats.record_table import Found, binary

_CHUNK = 1 << 16
_RECORD_LIMIT = 4_000_000


def looks_like_json(source: Path | bytes) -> bool:
    """Does it begin like an array of records, or like one record?"""
    if isinstance(source, Path) and (source.suffix.casefold() == ".csv" or not source.is_file()):
        return False
    with binary(source) as stream:
        head = stream.read(_CHUNK).removeprefix(b"\xef\xbb\xbf").split()
    start = b"".join(head[:2])
    return start.startswith((b'{"', b"{}", b'[{"', b"[]"))


def json_records(text: TextIO) -> Iterator[Found]:
    """The records of an array, of lines, or the only one."""
    first = text.readline(_RECORD_LIMIT)
    while first and not first.strip():
        first = text.readline(_RECORD_LIMIT)
    if first.lstrip().startswith("{") and not _read(first)[2]:
        yield from _by_lines(text, first)
    else:
        yield from _in_array(text, first)


def _by_lines(text: TextIO, line: str) -> Iterator[Found]:
    number = 1
    while line:
        if line.strip():
            yield Found(number, *_read(line))
        number += 1
        line = text.readline(_RECORD_LIMIT)


def _read(line: str) -> tuple[object, str, str]:
    raw = line.strip()
    try:
        return json.loads(raw), raw, ""
    except (ValueError, RecursionError) as error:
        return None, raw, f"it is not JSON: {error}"


def _in_array(text: TextIO, buffer: str) -> Iterator[Found]:
    """The records of an array, or the only one; after a broken one nothing is believed."""
    decode, line = json.JSONDecoder().raw_decode, 1
    buffer = buffer.lstrip().removeprefix("[")
    while True:
        rest = buffer.lstrip(" \t\r\n,")
        line += buffer[: len(buffer) - len(rest)].count("\n")
        buffer = rest
        try:
            record, end = decode(buffer)
        except (ValueError, RecursionError) as error:
            more = text.read(_CHUNK) if len(buffer) < _RECORD_LIMIT else ""
            if not more:
                if buffer.strip() not in ("", "]"):
                    problem = f"not JSON from line {line} on: {error}"
                    yield Found(line, None, buffer[:_CHUNK].strip(), problem)
                return
            buffer += more
            continue
        raw = buffer[:end]
        yield Found(line, record, raw)
        line += raw.count("\n")
        buffer = buffer[end:]
