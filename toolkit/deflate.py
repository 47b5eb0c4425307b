"""Unpacking what is deflated, and its check sum: by isal, in less than half of zlib's time.

By zlib where isal is not made for the processor; both come to the same bytes. What is packed is packed by
zlib alone, so that the same inputs give the same bytes everywhere.
"""

try:
    from isal.isal_zlib import crc32, decompressobj, error
except ImportError:
    from zlib import crc32, decompressobj, error  # type: ignore[assignment]

__all__ = ["BARE", "crc32", "decompressobj", "error"]

BARE = -15  # window bits of a stream without a head of its own, as in a zip
