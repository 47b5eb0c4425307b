"""分单位明细, the county workbook's sheet of units, as it is written and as next year reads it again."""

DETAILS = "分单位明细"
LABELS = 3  # columns before the figures: code, name, kind
TOTAL, OF_A_KIND = "合计", "其中："  # how the rows of sums above the units begin
STATED = "填了的单位"  # of how many units a sum is, where a unit may leave the figure out
