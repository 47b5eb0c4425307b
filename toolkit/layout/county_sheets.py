"""Sheets of what a county writes for itself, by which they are known when they come back.

分单位明细, the county workbook's sheet of units, is read again by the next year.
"""

DETAILS = "分单位明细"
CORRECTED_ABOVE = "上一级受影响的合计"  # the sheet of a county's 更正 that says what the level above corrects
LABELS = 3  # columns before the figures: code, name, kind
TOTAL, OF_A_KIND = "合计", "其中："  # how the rows of sums above the units begin
STATED = "填了的单位"  # of how many units a sum is, where a unit may leave the figure out
