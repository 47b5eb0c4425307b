"""What a file is that is no workbook, told by how it begins: what it is called, and what is to be done."""

import re

EXCEL = (
    "请⟨让单位⟩用 Excel 或 WPS 打开填好的工作簿，选“文件→另存为”，类型选“Excel "
    "工作簿（*.xlsx）”（WPS：“Microsoft Excel 文件（*.xlsx）”），保存后报送。"
)
ORIGINAL = "请⟨让单位⟩报送填好的工作簿原件（.xlsx）。"
# what `import` reads: the office can go on while it waits
READABLE = (
    ORIGINAL
    + "⟨急用的：xxgk import 这个文件 -o 导入，核对读出的数，再 xxgk fill 下发的工作簿 --values 读出的工作簿 "
    "-o 填好的.xlsx，请单位确认。|⟩"
)
_DECRYPTED = (
    "它只能在装了这种软件的电脑上看，请⟨让单位⟩在本单位的电脑上用加密软件解密（或办理外发审批）后，"
    "重新报送解密的工作簿（.xlsx）。"
)
HALF = (
    "没有下载完的文件",
    "请在收文件的这台电脑上等它下载完，或者删去它重新下载，再放进 inbox；不用让单位重报。",
)
# how browsers and net disks call a file until it is whole
UNFINISHED = frozenset(
    (".crdownload", ".part", ".partial", ".opdownload", ".downloading", ".download", ".xltd", ".td", ".aria2")
)
BESIDE = (
    "办公软件编辑时留下的临时文件",
    "它不是报送的工作簿，请从收件里删去；单位只报来这一份的，请⟨让单位⟩报送填好的工作簿（.xlsx）。",
)
# how the data files begin that the tool writes beside its workbooks
OF_DATA = (b"unit_code,", b"table,row,column,")
DATA = (
    "这是汇总或填报时写出的数据文件，不是填报的工作簿。请⟨让单位⟩报送填好的工作簿（.xlsx）；"
    "下级汇总的，是同一文件夹（summary）里名称以“上报_”开头的那一份。"
)
# how office programs call what they leave beside an open file: ~$司法局.xlsx, ~WRL0001.tmp, 5A3F2C10
LEFT_BESIDE = re.compile(r"[.]?~.*|.*[.](?:tmp|etmp|temp)|[0-9A-F]{8}", re.ASCII | re.DOTALL)
SPLIT = b"PK\x07\x08"  # the first volume of several
WHOLE_ARCHIVE = "请⟨让单位⟩不分卷、不加密码，重新压缩后报送，或者直接报送填好的工作簿（.xlsx）。"
ATTACHMENT = "请把邮件里的附件另存出来，放进 inbox。"
_MAIL = "邮件（.eml）", ATTACHMENT
WORD, OLD_WORD, RICH_TEXT = "Word 文档", "旧版 Word 文档（.doc）", "RTF 文档"
WEB_PAGE, SLIDES, PLAIN_TEXT = "网页（HTML）", "演示文稿", "文本文件"
CSV, DATABASE = "文本表格（CSV）", "数据库文件（SQLite）"
UNPACKED = "请解压后，把里面的工作簿逐个放进 inbox。"
# first bytes → what it is, what to do
MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xd8\xff", "照片（JPEG 图片）", "图片里的数不能读取，" + ORIGINAL),
    (b"\x89PNG", "截图（PNG 图片）", "图片里的数不能读取，" + ORIGINAL),
    (b"GIF8", "图片", "图片里的数不能读取，" + ORIGINAL),
    (b"BM", "图片（BMP）", "图片里的数不能读取，" + ORIGINAL),
    (b"%PDF", "PDF 文件", "PDF 里的数不能直接汇总，" + READABLE),
    (b"Rar!", "RAR 压缩包", UNPACKED),
    (b"7z\xbc\xaf", "7z 压缩包", UNPACKED),
    (b"\x1f\x8b", "压缩包", UNPACKED),
    (b"{\\rtf", RICH_TEXT, ORIGINAL),
    (b"RIFF", "图片（WebP）或音视频", "图片里的数不能读取，" + ORIGINAL),
    (b"II*\x00", "扫描件（TIFF 图片）", "图片里的数不能读取，" + ORIGINAL),
    (b"MM\x00*", "扫描件（TIFF 图片）", "图片里的数不能读取，" + ORIGINAL),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "快捷方式", "快捷方式里没有数，" + ORIGINAL),
    (b"[InternetShortcut]", "网址快捷方式", "网址里没有数，" + ORIGINAL),
    (b"MIME-Version:", "单个文件网页（.mht）或邮件", EXCEL),
    (b"b\x14#e", "被文档安全软件加了密的文件", _DECRYPTED),  # E-SafeNet
    (b"%TSD-Header-###%", "被文档安全软件加了密的文件", _DECRYPTED),
    (b"\x9b DRMONE ", "被文档安全软件加了密的文件", _DECRYPTED),  # Fasoo
    (
        b"\x78\x9f\x3e\x22",  # TNEF
        "Outlook 邮件的附件包（winmail.dat）",
        "里面的工作簿拆不出来，请⟨让单位⟩在网页邮箱里重新发送，或者把邮件格式改成“纯文本”再发。",
    ),
    (b"SQLite format 3\x00", DATABASE, ORIGINAL),
    (b"MZ", "程序", "请不要运行它；" + ORIGINAL),
)
_FIELD = re.compile(rb"([!-9;-~]{1,60}):(?=[ \t]|$)")  # of a mail's head
_HEAD = 16 * 2**10  # bytes of a mail's head that are looked at
TAR, TAR_AT = b"ustar", 257  # an archive's mark, and where it stands
PHONE_PICTURE = b"ftyp"  # HEIC photos and videos carry it behind their first four bytes
PHONE, OFD = "手机照片（HEIC）或视频", "OFD 版式文件"
# what a signed page comes as
SCANS = frozenset((*(kind for _, kind, what in MAGIC if what.startswith(("图片", "PDF"))), PHONE, OFD))
# what a unit writes or prints for others to read, and sends along with its workbook
WRITINGS = frozenset((WORD, OLD_WORD, RICH_TEXT, WEB_PAGE, SLIDES, PLAIN_TEXT))
BOOKS = frozenset((".xlsx", ".xlsm", ".xls", ".et", ".ods"))  # what is called so was meant to be the workbook


def mail_kind(data: bytes, suffix: str) -> tuple[str, str] | None:
    """Tell a mail, or a web page saved as one, by the fields of its head (RFC 5322), or by that it has any.

    A draft names nobody whom it is from or for, and is a mail by its name. None when it has no such head.
    """
    head, line = set(), b""
    for line in data[:_HEAD].splitlines():
        found = _FIELD.match(line)
        if found is not None:
            head.add(found[1].lower())
        elif not line.startswith((b" ", b"\t")) or not head:
            break
    if suffix == ".eml" and head:
        return _MAIL
    if b"from" not in head or not head & {b"mime-version", b"date", b"subject", b"received"}:
        return None
    if head & {b"to", b"received", b"message-id", b"return-path", b"delivered-to", b"bcc", b"cc"}:
        return _MAIL
    return "单个文件网页（.mht）", EXCEL
