"""What stands below a report: who signed it and when, what is attached; a site's buttons, who runs it.

It has no sentence, and it is the last of the page: a line like these with a sentence anywhere below is the
report's own. Names and dates are that only below everything else.
"""

import re
from collections.abc import Sequence

from toolkit.published.labels import squeeze
from toolkit.published.notes import Finding, reading_note
from toolkit.published.pages import Paragraph

_LONGEST = 120
_SENTENCE = re.compile(r"[。；;]")
_OF_A_SITE = re.compile(
    r"[【\[(<]*(?:打印|关闭|返回)(?:本页|此页|页面|窗口|顶部|文章|列表|首页|上一?页)?[】\])>|/]"
    r"|(?:打印|关闭|返回)(?:本页|此页|页面|窗口|顶部|列表|首页)"
    r"|[上下]一[篇条页](?:文章)?(?::|$)"
    r"|附件?(?:表?\d*:?|表?\d*:(?!无).+)$|扫一扫|分享(?:到|至)?(?::|$)|收藏本页|我要纠错|网站地图|关于我们|联系我们|隐私声明|版权(?:所有|声明)"
    r"|(?:责任)?编辑:|(?:阅读|访问|浏览|点击|下载)(?:人?次数?|量|人?数)(?::|\d|$)|(?:您|你)是第\d|[【\[(<]*字[体号](?:大小)?:|(?:相关|推荐|延伸)(?:链接|文章|文档|阅读|稿件|新闻|信息|内容|推荐|资讯|报道|附件|下载|公开)(?::|$)|(?:历年|往年|往期)(?:年度?)?(?:报告?|回顾)(?::|$)|附件下载|文件下载|热点推荐|猜你喜欢"
    r"|(?:信息|文章|稿件|内容)?来源:|作者:|发布(?:时间|日期|机构|单位|人):|友情链接|您访问的链接|(?:适老|无障碍)|收藏(?:打印|本文|$)"
    r"|[(（]?此[件文](?:依申请|主动|不予|全文)?(?:公开)?(?:发布|公开)|(?:抄送|抄报|主送|分送):"
    r"|扫(?:码|描)|二维码$|(?:手机|电脑|移动)(?:版|端|浏览|扫|查?看)|微信(?:扫|$)|微博$"
    r"|(?:开始|停止|暂停|语音)?(?:朗读|播报)(?:全文|正文|$)|听(?:全文|新闻)"
    r"|(?:您|你)?(?:对|觉得|认为)?(?:本|这|此)(?:页|篇|条|文|信息|内容).{0,12}(?:满意|帮助|有用|评价)"
    r"|(?:(?:很|非常|比较|基本|不)?满意|一般|(?:有|没有?)(?:帮助|用)|提交)+$"
    r"|(?:党政机关|事业单位|政府网站找错|找错)$|最佳(?:浏览|分辨率)"
    r"|(?:联系人|联系(?:电话|方式|地址)|(?:办公|咨询|值班|监督)?(?:电话|地址)|传真|邮编|邮政编码|(?:电子)?邮箱):"
    r"|(?:主办|承办|协办)(?:单位)?:.{2,30}(?:人民政府|办公室|局|委员会|中心)|技术支持:|网站标识码|copyright",
    re.IGNORECASE,
)
# the words of a bar or of a foot: 政务公开　办事服务　互动交流
_BAR = re.compile(r"[\u4e00-\u9fff]{2,6}(?:[\s|]+[\u4e00-\u9fff]{2,6}){2,}")
# links to the other pages of a text: 上一页 1 2 3 下一页, 第1页/共3页, < 1 2 3 >
_PAGING = re.compile(
    r"(?=.*[页<>«»‹›])(?:[<>«»‹›|…/,\[\]-]|首页|[尾末]页|[上下前后]一?页|[第共](?=\d)|(?<=\d)页|\d|跳?转到?|确定|go)+",
    re.IGNORECASE,
)
_PAGES = re.compile(r"1(?:\s+[2-9])+(?:\s+\d\d)*")
# what a site says of itself in a whole sentence
_SAID = re.compile(
    r"本网?站(?:由|所[有载刊]|建议|(?:的?(?:版权|内容|信息|数据)))|未经.{0,8}(?:授权|许可|允许).{0,12}(?:转载|复制|镜像|摘编|使用)|(?:建议|推荐|请)您?使用.{0,30}(?:浏览器|分辨率)"
)
_DAY = re.compile(
    r"(?:20\d\d|二[〇○零Oo][〇○零一二三四五六七八九]{2})(?:[年./-])[\d一二三四五六七八九十]{1,2}(?:[月./-])[\d一二三四五六七八九十]{1,3}日?"
)
_SEALED = re.compile(r"[(（]?(?:盖?公?章|印章)[)）]?")
_REGISTERED = re.compile(r"ICP备\d+号|公网安备\d+号|网站标识码:?\w")


def cut_foot(body: list[Paragraph], section: str, titled: re.Pattern[str], unit: str) -> tuple[Finding, ...]:
    """Take what stands below a report from its last section, and say so.

    `titled`: as reports are; `unit`: who reports, and signs.
    """
    start = _foot(body, titled, squeeze(unit))
    if start == len(body):
        return ()
    first = body[start]
    del body[start:]
    return (reading_note("P33", place=first.place, line=section, found=first.text.strip()[:30]),)


def _foot(body: Sequence[Paragraph], titled: re.Pattern[str], unit: str) -> int:
    """Give where the foot of the page begins; the number of paragraphs where there is none."""
    start = len(body)
    for n in range(len(body) - 1, -1, -1):
        plain = squeeze(body[n].text)
        said = _SAID.match(plain)
        if len(plain) > _LONGEST or (_SENTENCE.search(plain) and not said):
            break
        ours = said or _OF_A_SITE.match(plain) or _REGISTERED.search(plain) or titled.match(plain)
        if ours or _is_bar(body[n].text.strip(), plain) or (n == start - 1 and _signs(plain, unit)):
            start = n
    return start


def _is_bar(text: str, plain: str) -> bool:
    """Whether a line is a row of links: a site's own, or those to the other pages of the text."""
    return any((_BAR.fullmatch(text), _PAGES.fullmatch(text), _PAGING.fullmatch(plain)))


def _signs(plain: str, unit: str) -> bool:
    """Whether a line says who signed, or when, or both."""
    day = _DAY.search(plain)
    name = _SEALED.sub("", plain[: day.start()] if day and day.end() == len(plain) else plain)
    return name == unit if name else day is not None
