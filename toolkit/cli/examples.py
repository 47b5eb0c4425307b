"""Examples of each command, as its help shows them: what one really types."""

from collections.abc import Mapping, Sequence

EXAMPLES: Mapping[str, Sequence[str]] = {
    "init": (
        "xxgk init 嘉祥县2022 --county 嘉祥县 --year 2022",
        "xxgk init 嘉祥县2023 --county 嘉祥县 --year 2023 --last-year 嘉祥县2022",
    ),
    "issue": (
        "xxgk issue 嘉祥县2022 --selftest",
        "xxgk issue 嘉祥县2022",
        "xxgk issue 嘉祥县2022 --unit 011 --unit 012",
    ),
    "fill": (
        "xxgk fill issued/007_司法局.xlsx --blank -o 司法局.csv",
        "xxgk fill issued/007_司法局.xlsx --values 司法局.csv -o 司法局.xlsx",
    ),
    "check": (
        "xxgk check 嘉祥县2022",
        "xxgk check 嘉祥县2022 --only returned",
        "xxgk check 嘉祥县2022 -o 校核.xlsx",
        "xxgk check 司法局.xlsx 财政局.xlsx",
    ),
    "status": (
        "xxgk status 嘉祥县2022",
        "xxgk status 嘉祥县2022 --only missing",
        "xxgk status 嘉祥县2022 --unit 007 --digest K7QM3XPA",
        "xxgk status 嘉祥县2022 --on 2023-02-01 -o 情况.xlsx",
    ),
    "consolidate": ("xxgk consolidate 嘉祥县2022", "xxgk consolidate 嘉祥县2022 --draft"),
    "report": ("xxgk report 嘉祥县2022", "xxgk report 嘉祥县2022 --units"),
    "verify": (
        "xxgk verify 嘉祥县2022",
        "xxgk verify 嘉祥县2022 公布的报告.html",
        "xxgk verify 嘉祥县2022 --trace 本年新收·总计",
        "xxgk verify 嘉祥县2022 --trace 表三 J7",
    ),
    "desk": ("xxgk desk 嘉祥县2022", "xxgk desk 年报 --years"),
    "import": ("xxgk import 网上下载的报告 -o 读入", "xxgk import 县政府2021年报.pdf 教育局.html -o 读入"),
    "rules": (
        "xxgk rules",
        "xxgk rules -o 规则.xlsx",
        "xxgk rules --try 改过的表样.toml 嘉祥县2021 嘉祥县2022",
        "xxgk rules --examples 例子",
    ),
    "demo": ("xxgk demo 演示", "xxgk demo 演示 --form 我的表.toml"),
    "form new": ("xxgk form new 我的表.toml",),
    "form check": ("xxgk form check 我的表.toml",),
}
