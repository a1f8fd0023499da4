/** Of the page, in light and dark, narrow, wide and on paper. */
export const style = `
:root{color-scheme:light dark;
--page:#f6f7f9;--card:#fff;--line:#dfe3ea;--text:#1b2130;--quiet:#5a6376;--code:#eef1f6;
--accent:#2f5fd0;--good:#17703f;--bad:#b3202c;--wait:#8a5200;
--good-soft:#e3f4ea;--bad-soft:#fdeaec;--wait-soft:#fdf2e0;--none-soft:#eceff4}
@media (prefers-color-scheme:dark){:root{
--page:#11141b;--card:#191e28;--line:#2d3443;--text:#e8ecf4;--quiet:#a3adc0;--code:#232a37;
--accent:#8fb1ff;--good:#63d297;--bad:#ff8d95;--wait:#f2bb5f;
--good-soft:#142b20;--bad-soft:#35191d;--wait-soft:#33270f;--none-soft:#202633}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
code,pre,.time{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.92em}
.head,main,footer{max-width:1180px;margin:0 auto;padding:0 20px}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-999px}.skip:focus{left:12px;top:12px;background:var(--card);padding:8px 12px;z-index:1}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.quiet{color:var(--quiet);font-weight:400}
.good{color:var(--good)}.bad{color:var(--bad)}.wait{color:var(--wait)}
.head{padding-top:28px;color:var(--text)}
.verdict{display:inline-flex;align-items:center;gap:8px;margin:0 0 10px;padding:4px 14px 4px 10px;border-radius:999px;font-weight:650;font-size:1.05rem}
.head.good .verdict{background:var(--good-soft);color:var(--good)}
.head.bad .verdict{background:var(--bad-soft);color:var(--bad)}
.head.wait .verdict{background:var(--wait-soft);color:var(--wait)}
.head.none .verdict{background:var(--none-soft);color:var(--quiet)}
h1{font-size:1.45rem;line-height:1.25;margin:0 0 6px;letter-spacing:-.01em}
h2{font-size:1.15rem;margin:0 0 8px}h3{font-size:1rem;margin:18px 0 6px}
h2 .anchor,.timeline .anchor{color:inherit;text-decoration:none}.anchor:hover{text-decoration:underline}
.why{margin:0 0 14px;font-size:1.05rem;max-width:75ch}
.facts{display:flex;flex-wrap:wrap;gap:8px 32px;margin:0 0 18px}
.facts div{min-width:0}.facts dt{color:var(--quiet);font-size:.82rem}.facts dd{margin:0}
.cards{display:grid;grid-template-columns:3fr 2fr;gap:16px}
.card,main>section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:18px 20px}
.card h2{font-size:.95rem;margin-bottom:8px}
main>section{margin:0 0 16px;scroll-margin-top:12px}
.intro{margin:-4px 0 14px;color:var(--quiet)}
.way{margin:0 0 6px}.command{margin:0 0 10px;padding:10px 12px;background:var(--code);border-radius:8px;white-space:pre-wrap;user-select:all}
nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:16px 0;padding:0}
footer{color:var(--quiet);padding-bottom:32px;font-size:.88rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:6px 14px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
tbody tr:last-child>*{border-bottom:0}
thead th{color:var(--quiet);font-weight:500;font-size:.82rem}tbody th{font-weight:600}
.url{color:var(--quiet);font-size:.86rem;word-break:break-all}
.alert{background:var(--bad-soft);border-left:4px solid var(--bad);border-radius:8px;padding:12px 16px}
.alert p{margin:0}.problem{font-weight:600}.alert ul{margin:8px 0 0;padding-left:20px}
pre{background:var(--code);border-radius:8px;padding:12px;margin:8px 0 0;overflow:auto;white-space:pre-wrap;line-height:1.45}
.output{max-height:26rem}
.tests{list-style:none;margin:8px 0 0;padding:0}.tests li{padding:2px 0}
.tests .failed>.mark{color:var(--bad)}.tests .passed>.mark{color:var(--good)}.tests .skipped>.mark{color:var(--quiet)}
.gate{border-top:1px solid var(--line)}.gate:first-of-type{border-top:0}
summary{cursor:pointer;padding:8px 0}
.gate>*:last-child{margin-bottom:14px}.gate p{margin:0 0 6px}
.timeline{list-style:none;margin:0;padding:0}
.timeline li{display:grid;grid-template-columns:12.5rem minmax(8rem,1fr) 5.5rem 19rem;grid-template-areas:"step track time detail";gap:0 14px;align-items:center;padding:5px 0;border-top:1px solid var(--line)}
.timeline li:first-child{border-top:0}.timeline li:target{background:var(--none-soft)}
.step{grid-area:step;display:flex;gap:8px}.time{grid-area:time;text-align:right;white-space:nowrap}
.detail{grid-area:detail;color:var(--quiet);font-size:.86rem}.detail:empty{display:none}
.track{grid-area:track;position:relative;height:12px;background:var(--none-soft);border-radius:6px;overflow:hidden}
.bar{position:absolute;top:0;bottom:0;min-width:3px;border-radius:6px;background:var(--accent)}
.done .mark{color:var(--good)}.failed .mark{color:var(--bad)}.failed .bar{background:var(--bad)}.planned .bar,.unfinished .bar{background:var(--quiet)}
.failed .step{font-weight:650;color:var(--bad)}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:16px}
.tile{border:1px solid var(--line);border-radius:10px;padding:14px 16px;min-width:0}
.tile.red{border-color:var(--bad);box-shadow:inset 3px 0 var(--bad)}
.tile h3{margin:0 0 4px}.tile p{margin:6px 0}.tile th[scope=row]{white-space:nowrap}
.wide{grid-template-columns:repeat(auto-fill,minmax(min(100%,460px),1fr))}.tile table{font-size:.88rem}.tiles:not(.wide) td,.tiles thead th{white-space:nowrap}.tile th,.tile td{padding-right:8px}
.number strong{font-size:1.35rem;letter-spacing:-.02em}
.rule{font-size:.88rem;border-top:1px solid var(--line);padding-top:8px}
.key{display:inline-block;width:16px;height:0;border-top:3px solid;margin-right:8px;vertical-align:middle}
.key.candidate{border-color:var(--accent)}.key.baseline{border-color:var(--quiet);border-top-style:dashed}
svg{display:block;width:100%;height:auto;margin:6px 0}svg text{font-size:11px;fill:var(--quiet)}
.axis{stroke:var(--line);stroke-width:1}.faint{stroke-dasharray:2 3}
.zero{stroke:var(--quiet);stroke-width:1}.threshold{stroke:var(--bad);stroke-width:2}.worse{fill:var(--bad-soft)}
.range{stroke:currentColor;stroke-width:4;stroke-linecap:round;opacity:.55}.point{fill:currentColor}
.chart polyline{fill:none;stroke-width:2;stroke-linejoin:round}
.weeks{max-width:480px}.weeks .released{fill:var(--accent)}.weeks .taken{fill:var(--bad)}
.chart .candidate{stroke:var(--accent)}.chart .baseline{stroke:var(--quiet);stroke-dasharray:5 4}
.numbers summary{font-size:.85rem;color:var(--quiet);padding:2px 0}
.notes,.routes{margin:0;padding:0;list-style:none}.notes li{padding:2px 0}
@media (max-width:720px){
.head,main,footer{padding-left:12px;padding-right:12px}.head{padding-top:16px}
.cards{grid-template-columns:1fr}.card,main>section{padding:14px}
h1{font-size:1.2rem}.facts{gap:6px 24px}
.timeline li{grid-template-columns:1fr auto;grid-template-areas:"step time" "track track" "detail detail";gap:3px 10px}
.tile th[scope=row]{white-space:normal;overflow-wrap:normal}
section>table thead,.card table thead,details>table thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
section>table tr,.card table tr,details>table tr{display:block;padding:8px 0;border-bottom:1px solid var(--line)}
section>table tr:last-child,.card table tr:last-child,details>table tr:last-child{border-bottom:0}
section>table th,section>table td,.card table th,.card table td,details>table th,details>table td{display:block;border:0;padding:1px 0}
section>table td:empty,.card table td:empty,details>table td:empty{display:none}
section>table td::before,details>table td::before{content:attr(data-label) ": ";color:var(--quiet)}
th,td{padding-right:8px}}
@media print{:root{--page:#fff;--card:#fff;--line:#ccc;--text:#000;--quiet:#444;--code:#f3f3f3;--accent:#1d4fc4;--good:#17703f;--bad:#b3202c;--wait:#8a5200;--good-soft:#e3f4ea;--bad-soft:#fdeaec;--wait-soft:#fdf2e0;--none-soft:#eee}
body{font-size:10pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}nav,.skip{display:none}
.tile,.timeline li,tr{break-inside:avoid}.output{max-height:none}h2,h3{break-after:avoid}
details::details-content{content-visibility:visible;block-size:auto}}
`;
