"""A writer of OLE compound files ([MS-CFB], version 3), for mails as Outlook saves them.

It shares nothing with the reader.
"""

import struct
from collections.abc import Mapping
from typing import TypeAlias

Storage: TypeAlias = Mapping[str, "bytes | Storage"]
_FREE, _END, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF
_CUTOFF = 4096


def compound_file(root: Storage) -> bytes:
    """Write streams and storages; small streams lie in the root's own stream, as the format wants it."""
    entries: list[dict] = []
    _add("Root Entry", root, entries)
    small, mini_fat = b"", []
    sectors: list[bytes] = []
    fat: list[int] = []
    for entry in entries:
        data = entry["data"]
        if isinstance(data, bytes) and 0 < len(data) < _CUTOFF:
            count = -(-len(data) // 64)
            entry["start"] = len(mini_fat)
            mini_fat += [len(mini_fat) + n + 1 for n in range(count - 1)] + [_END]
            small += data.ljust(count * 64, b"\0")
        elif isinstance(data, bytes) and data:
            entry["start"] = _put(data, sectors, fat)
    entries[0] |= {"start": _put(small, sectors, fat) if small else _END, "size": len(small)}
    mini_start = (
        _put(struct.pack(f"<{len(mini_fat)}I", *mini_fat), sectors, fat, b"\xff") if mini_fat else _END
    )
    directory = b"".join(map(_packed, entries))
    directory_start = _put(directory, sectors, fat)
    needed = 1
    while needed * 128 < len(fat) + needed:
        needed += 1
    assert needed <= 109
    at = list(range(len(sectors), len(sectors) + needed))
    table = [*fat, *([0xFFFFFFFD] * needed)]
    table += [_FREE] * (needed * 128 - len(table))
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        needed,
        directory_start,
        0,
        _CUTOFF,
        mini_start,
        -(-len(mini_fat) // 128),
        _END,
        0,
    )
    head += struct.pack("<109I", *at, *([_FREE] * (109 - needed)))
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def _put(data: bytes, sectors: list[bytes], fat: list[int], fill: bytes = b"\0") -> int:
    start, count = len(sectors), -(-len(data) // 512)
    padded = data.ljust(count * 512, fill)
    sectors += [padded[n * 512 : n * 512 + 512] for n in range(count)]
    fat += [start + n + 1 for n in range(count - 1)] + [_END]
    return start


def _add(name: str, content: "bytes | Storage", entries: list[dict]) -> int:
    """Add an entry and what is in it.

    Children hang on one another to the right, in the format's order of names.
    """
    number = len(entries)
    stream = isinstance(content, bytes)
    entry = {
        "name": name,
        "data": content,
        "kind": 2 if stream else 5 if number == 0 else 1,
        "right": _NONE,
        "child": _NONE,
        "start": _END if stream else 0,
        "size": len(content) if stream else 0,
    }
    entries.append(entry)
    before = None
    if not stream:
        for key in sorted(content, key=lambda key: (len(key), key.upper())):
            child = _add(key, content[key], entries)
            if before is None:
                entry["child"] = child
            else:
                entries[before]["right"] = child
            before = child
    return number


def _packed(entry: dict) -> bytes:
    name = entry["name"].encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16xI16xIQ",
        name,
        len(name),
        entry["kind"],
        1,
        _NONE,
        entry["right"],
        entry["child"],
        0,
        entry["start"],
        entry["size"],
    )


def outlook_mail(*attached: "tuple[str, bytes] | Storage", hidden: bool = False) -> Storage:
    """The parts of a mail with attachments: a name with its content, or the parts of a mail within it."""
    parts: dict[str, bytes | Storage] = {
        "__properties_version1.0": b"\0" * 32,
        "__substg1.0_0037001F": "年报".encode("utf-16-le"),
    }
    for number, one in enumerate(attached):
        properties = b"\0" * 8 + struct.pack("<HHIQ", 0x000B, 0x7FFE, 6, int(hidden))
        inside: dict[str, bytes | Storage] = {"__properties_version1.0": properties}
        if isinstance(one, tuple):
            inside |= {"__substg1.0_3707001F": one[0].encode("utf-16-le"), "__substg1.0_37010102": one[1]}
        else:
            inside |= {"__substg1.0_3701000D": one}
        parts[f"__attach_version1.0_#{number:08X}"] = inside
    return parts
