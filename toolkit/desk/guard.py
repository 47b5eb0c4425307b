"""Who may speak to the desk: this machine's browser, opened by this program, from the desk's own pages.

Nobody else.

Any page that the same browser shows can send requests to this machine. So the host must be ours (a foreign
name that was made to point here is refused), the browser must have brought the token, and what changes
anything must come from a page of ours.
"""

import hmac
from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 256 * 1024 * 1024  # of one upload, all its files together
READS, CHANGES = frozenset({"GET", "HEAD"}), "POST"
HEADERS: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; style-src 'self'; "
    "script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Stands before the pages: lets through what the desk's browser sends, answers all else in a sentence."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        """Guard `app`, which is served on `port` of this machine, by `token`."""
        self.app, self.token = app, token
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.cookie = f"xxgk_desk_{port}"  # cookies are shared by all ports of a machine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return  # nothing but http is spoken here
        answer = self._refusal(scope) or self._entry(scope)
        await (answer or self.app)(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        """Refuse what no browser of ours would send; None for all else."""
        headers, method = Headers(scope=scope), scope["method"]
        if headers.get("host") not in self.hosts or len(headers.getlist("host")) != 1:
            return _no(403, "不是本机的地址，不予受理。")
        if method not in READS and method != CHANGES:
            return _no(405, "没有这种操作。")
        if method != CHANGES:
            return None
        if headers.get("origin") != f"http://{headers['host']}":
            return _no(403, "不是从工作台的页面发来的，不予受理。")
        size = headers.get("content-length", "")
        if not size.isdecimal() or "transfer-encoding" in headers:
            return _no(411, "没有写明大小，不予受理。")
        if len(size) > 15 or int(size) > MOST_BYTES:
            return _no(413, f"一次最多 {MOST_BYTES // 1024 // 1024} MB，请分几次放。")
        return None

    def _entry(self, scope: Scope) -> Response | None:
        """Let in who brings the token.

        Who brings it in the address gets it as a cookie and a clean address.
        """
        given = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=20).get("token", [""])[0]
        if scope["method"] in READS and scope["path"] == "/" and self._is_token(given):
            entry = RedirectResponse("/", status_code=303)
            entry.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
            return entry
        cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
        if self._is_token(cookies.get(self.cookie, "")):
            return None
        return _no(403, "请从“xxgk desk”打开的窗口进入；窗口已经关了的，重新运行一次 xxgk desk。")

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())


def _no(status: int, sentence: str) -> Response:
    return Response(sentence, status_code=status, media_type="text/plain; charset=utf-8")


def _with_headers(send: Send) -> Send:
    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            extra = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", ()), *extra]}
        await send(message)

    return send_on
