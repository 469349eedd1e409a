// The look of the page: light and dark, from a phone to a desk.

export const style = `
:root { color-scheme: light dark;
  --paper: #ffffff; --card: #f4f6f8; --line: #d3d9e0; --ink: #18212c; --dim: #4e5a68; --good: #146c2e; --bad: #b3211b; --accent: #0a5bb5;
  --out: #8250c4; --stop: #6b7684; --install: #0a6fd1; --start: #0b8285; --in: #1d8a43; --failed: #cf2a22; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #10151b; --card: #1a2129; --line: #36414d; --ink: #e8edf2; --dim: #a9b5c2; --good: #63d188; --bad: #ff8a80; --accent: #7cb8ff;
  --out: #b794f0; --stop: #8a97a6; --install: #5aa9f5; --start: #3fbdbd; --in: #56c878; --failed: #ff6b60; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif; }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2rem 0 .25rem; }
h3 { font-size: 1rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
p { margin: .25rem 0; overflow-wrap: anywhere; }
.dim, caption, footer { color: var(--dim); font-size: .875rem; }
.good { color: var(--good); } .bad { color: var(--bad); }
code, pre { font: .875rem/1.4 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem; margin: .4rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .5rem 0; }
dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
caption { text-align: left; padding: .25rem 0; }
th, td { text-align: left; padding: .2rem .4rem; vertical-align: top; border-bottom: 1px solid var(--line); font-weight: normal; }
thead th { color: var(--dim); } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td.bar { width: 100%; }
.stacked th code { display: block; min-width: 11.5rem; }
.narrow { display: none; }
.bar svg, .wide svg { display: block; width: 100%; }
.bar svg { height: 1.3rem; }
.wide { margin: .5rem 0; } .wide svg { height: 8rem; background: var(--card); border: 1px solid var(--line); }
.density svg { height: 1.1rem; }
.axis { display: flex; justify-content: space-between; color: var(--dim); font-size: .75rem; font-variant-numeric: tabular-nums; }
.tag { white-space: nowrap; }
.card { border-left: 4px solid var(--bad); background: var(--card); padding: .6rem .8rem; margin: .75rem 0; border-radius: 0 .4rem .4rem 0; }
.card pre { background: var(--paper); }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; padding: 0; margin: .4rem 0; list-style: none; color: var(--dim); font-size: .875rem; }
.legend svg { width: .8rem; height: .8rem; vertical-align: -.05rem; margin-right: .3rem; }
.out { fill: var(--out); } .stop { fill: var(--stop); } .install { fill: var(--install); } .start { fill: var(--start); }
.in { fill: var(--in); } .failed { fill: var(--failed); }
.track { fill: var(--card); } .count { fill: var(--accent); fill-opacity: .25; stroke: var(--accent); stroke-width: 2; vector-effect: non-scaling-stroke; }
.minimum { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 6 4; vector-effect: non-scaling-stroke; }
.many { fill: var(--accent); }
details { margin: .5rem 0; } summary { cursor: pointer; color: var(--accent); }
.scroll { overflow-x: auto; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .5rem; }
@media (max-width: 40rem) {
  .narrow { display: block; }
  th, td { padding: .2rem .25rem; font-size: .8125rem; }
  .stacked thead { position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden; }
  .stacked tbody tr { display: grid; grid-template-columns: 1fr auto auto; border-bottom: 1px solid var(--line); padding: .25rem 0; }
  .stacked tbody th, .stacked tbody td { border: 0; }
  .stacked td.bar { grid-row: 2; grid-column: 1 / -1; }
}
@media print { body { max-width: none; } details { display: none; } }
`;
