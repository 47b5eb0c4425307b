"""A form as small as a form can be."""

TINY = """
form = "tiny-2025"
edition = "3"
title = "值班情况表"
basis = "某通知"
first_year = 2025

[gate]
shortest = 4
repeats = 1
empty = ["核实无误"]

[kinds.count]
id = "K01"
label = "件数"
says = "只填整数。"

[[identity]]
key = "unit_code"
label = "单位代码"
fixed = true

[[identity]]
key = "unit_name"
label = "单位名称"
fixed = true

[[identity]]
key = "year"
label = "年度"
fixed = true

[[tables]]
key = "duty"
section = "一"
sheet = "值班"
title = "值班"
arrangement = "matrix"
groups = [{ key = "all", label = "各类", printed = false, members = ["day", "night"] }]

[[tables.blocks]]
columns = [{ key = "day", label = "白班" }, { key = "night", label = "夜班" }, { key = "total", label = "合计", sum_of = "all" }]
rows = [{ key = "planned", label = "计划" }, { key = "held", label = "实到" }]

[[rules]]
id = "D01"
level = "error"
title = "实到不超过计划"
table = "duty"
each = "column"
check = "held <= planned"
at = "held"
basis = "常识"
says = "{each}实到 {left}，计划 {right}。"
fix = "请核对。"
"""  # noqa: E501
