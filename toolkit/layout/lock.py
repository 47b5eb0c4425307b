"""The password that locks a workbook, as Excel keeps it: hashed anew, or read from an issued workbook."""

import hashlib
import re
import zipfile
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SPINS = 100_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Lock:
    """A password as Excel keeps it: salted, hashed `spins` times with SHA-512.

    Base64 texts. Empty: no password.
    """

    value: str = ""
    salt: str = ""
    spins: int = SPINS

    def attributes(self, prefix: str = "") -> list[tuple[str, object]]:
        """Return the XML attributes that state the hash."""
        if not self.value:
            return []
        names = {
            "algorithmName": "SHA-512",
            "hashValue": self.value,
            "saltValue": self.salt,
            "spinCount": self.spins,
        }
        return [
            (f"{prefix}{name[0].upper() + name[1:]}" if prefix else name, value)
            for name, value in names.items()
        ]


UNLOCKED = Lock()


@lru_cache(maxsize=8)
def lock_with(password: str, salt_of: str) -> Lock:
    """Hash a `password` as Excel locks sheets with it: SHA-512, `SPINS` rounds (ECMA-376, sheetProtection).

    The salt comes from `salt_of` (county and year), so that the same inputs give the same bytes. An empty
    password locks without one: courtesy against slips, no secret.
    """
    if not password:
        return Lock()
    salt = hashlib.sha256(salt_of.encode()).digest()[:16]
    value = hashlib.sha512(salt + password.encode("utf-16-le")).digest()
    for spin in range(SPINS):
        value = hashlib.sha512(value + spin.to_bytes(4, "little")).digest()
    return Lock(value=b64encode(value).decode(), salt=b64encode(salt).decode())


def lock_of(path: Path) -> Lock:
    """Read the lock of an issued workbook, so that a filled copy keeps the county's password."""
    with zipfile.ZipFile(path) as archive:
        head = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    found = re.search(r"<workbookProtection[^>]*>", head)
    if not found:
        return Lock()
    given = dict(re.findall(r'workbook(\w+Value|SpinCount)="([^"]*)"', found[0]))
    return Lock(
        value=given.get("HashValue", ""),
        salt=given.get("SaltValue", ""),
        spins=int(spins) if (spins := given.get("SpinCount", "")).isdecimal() and len(spins) < 8 else SPINS,
    )
