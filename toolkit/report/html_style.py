"""How the report looks as a page: one sheet of styles, for the screen and for printing."""

STYLE = """
:root { color-scheme: light; --line: #5b6470; --soft: #e8eef6; --bar: #2f5d8a; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1a1a1a; line-height: 1.9; overflow-wrap: anywhere;
  font-family: FangSong, 仿宋, 仿宋_GB2312, "Noto Serif CJK SC", "Songti SC", SimSun, serif; font-size: 1.125rem; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3, h4 { line-height: 1.5; text-wrap: balance; }
h1 { text-align: center; font: 700 1.75rem/1.5 方正小标宋简体, STZhongsong, 华文中宋, "Noto Serif CJK SC", SimSun, serif;
  margin: 1rem 0 2rem; }
h1 span { display: inline-block; }
h2 { font: 400 1.3rem/1.5 SimHei, 黑体, "Noto Sans CJK SC", "PingFang SC", sans-serif; margin: 2.2rem 0 .8rem; }
h3 { font: 600 1.15rem/1.5 KaiTi, 楷体, 楷体_GB2312, "Noto Serif CJK SC", "Kaiti SC", serif; margin: 1.4rem 0 .4rem; }
h4 { font-size: 1.125rem; margin: 1rem 0 .3rem; }
p { margin: .4rem 0; text-indent: 2em; }
.banner { text-indent: 0; text-align: center; border: 2px solid #a31515; color: #a31515; padding: .3rem 1rem;
  font-family: SimHei, "Noto Sans CJK SC", sans-serif; }
.draft { border-left: 4px solid #8a5a00; padding: .2rem 0 .2rem .8rem; margin: 0; }
mark { background: #fff2a8; color: inherit; }
.table { overflow-x: auto; margin: 1rem 0; }
.table:focus-visible { outline: 3px solid #1a5fb4; }
.hint { display: none; text-indent: 0; font-size: .9rem; color: #444; }
table { border-collapse: collapse; width: 100%; line-height: 1.4; font-size: .95rem; overflow-wrap: break-word;
  font-family: SimSun, 宋体, "Noto Sans CJK SC", "PingFang SC", sans-serif; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { border: 1px solid var(--line); padding: .35rem .4rem; text-align: center; vertical-align: middle; font-weight: 400;
  text-wrap: balance; }
td { font-variant-numeric: tabular-nums; white-space: nowrap; min-width: 3.2rem; }
th.article { background: var(--soft); text-align: left; }
th.head { min-width: 3rem; }
th.group { min-width: 3.6rem; }
.wide th.label, .wide th.corner { text-align: left; min-width: 10rem; }
figure { margin: 1.2rem 0; max-width: 38rem; break-inside: avoid; }
figure svg { width: 100%; height: auto; display: block; }
figure rect { fill: var(--bar); }
figure text { font-size: 14px; fill: #1a1a1a; font-family: SimSun, "Noto Sans CJK SC", sans-serif; }
figcaption { font-size: .95rem; line-height: 1.6; }
@media screen and (max-width: 48rem) {
  body { font-size: 1.0625rem; }
  h1 { font-size: 1.4rem; }
  figure text { font-size: 19px; }
  .wide table { font-size: .85rem; }
  .wide th, .wide td { padding: .3rem .25rem; }
  .wide th.label, .wide th.corner { min-width: 8rem; }
  .wide th.group { min-width: 2.4rem; }
  td, th.head { min-width: 2.8rem; }
  .wide + .hint { display: block; }
}
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
@media print {
  body { font-size: 12pt; line-height: 1.75; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 20pt; margin-top: 0; }
  h2 { font-size: 15pt; }
  h3, h4 { font-size: 13pt; }
  h2, h3, h4 { break-after: avoid; }
  .table { overflow: visible; break-inside: avoid; }
  .hint { display: none; }
  .wide table { min-width: 0; font-size: 8.5pt; }
  th, td { padding: .15rem .2rem; }
  td, th.head, th.group, .wide th.label, .wide th.corner { min-width: 0; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  mark, th.article, rect { print-color-adjust: exact; }
}
""".strip()  # noqa: E501
