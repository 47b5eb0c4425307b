"""Names of sheets that no table of a form may bear.

The tool itself writes sheets of these names into a unit's or the county's workbook; a test holds the list.
"""

RESERVED_SHEETS = frozenset(
    {
        "封面",
        "填报说明",
        "文字报告",
        "校核",
        "核实说明",
        "粘贴区",
        "_xxgk",
        "_底稿",
        "问题清单",
        "报送情况",
        "分单位明细",
        "校核结果",
        "图表",
        "单位变动",
        "例外",
        "同比",
        "历年",
        "溯源",
        "来源文件",
        "数据",
        "说明",
        "勾稽",
        "送签稿",
        "查数",
    }
)
