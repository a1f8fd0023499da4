/** Of the page, in light and dark, narrow and wide. */
export const style = `
:root{color-scheme:light dark;
--page:#f6f7f9;--card:#fff;--line:#dfe3ea;--text:#1b2130;--quiet:#5a6376;--code:#eef1f6;
--accent:#2f5fd0;--accent-soft:#e9effc;--on-accent:#fff;--good:#17703f;--bad:#b3202c;--wait:#8a5200;
--good-soft:#e3f4ea;--bad-soft:#fdeaec;--wait-soft:#fdf2e0;--none-soft:#eceff4;--mapping:#8a5200;--handler:#17703f}
@media (prefers-color-scheme:dark){:root{
--page:#11141b;--card:#191e28;--line:#2d3443;--text:#e8ecf4;--quiet:#a3adc0;--code:#232a37;
--accent:#8fb1ff;--accent-soft:#1f2b47;--on-accent:#0d1424;--good:#63d297;--bad:#ff8d95;--wait:#f2bb5f;
--good-soft:#142b20;--bad-soft:#35191d;--wait-soft:#33270f;--none-soft:#202633;--mapping:#f2bb5f;--handler:#63d297}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scrollbar-gutter:stable}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
code,pre,.time,.took,.lines{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.88em}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-999px}.skip:focus{left:12px;top:12px;background:var(--card);padding:8px 12px;z-index:1}
.quiet{color:var(--quiet);font-weight:400}
header,main{max-width:1280px;margin:0 auto;padding:0 24px}
header{padding-top:28px;padding-bottom:20px;display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 16px}
h1{font-size:1.45rem;line-height:1.25;margin:0;letter-spacing:-.01em}
header p{margin:0}
.live{margin-left:auto;padding:2px 12px;border-radius:999px;background:var(--none-soft);color:var(--quiet);font-size:.85rem}
.live.on{background:var(--good-soft);color:var(--good)}
.note{flex-basis:100%;background:var(--wait-soft);color:var(--wait);border-radius:10px;padding:10px 16px}
.note:empty{display:none}
h2{font-size:1.1rem;margin:0 0 12px}h3{font-size:1rem;margin:0 0 10px}.bodies h3{font-size:.85rem;margin:0 0 4px}
main{display:grid;grid-template-columns:minmax(0,1fr);gap:16px;padding-bottom:40px;align-items:start}
@media (min-width:1020px){main{grid-template-columns:minmax(0,3fr) minmax(0,2fr)}.full{grid-column:1/-1}}
main>section,.column>section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:18px 20px;min-width:0}
.column{display:grid;grid-template-columns:minmax(0,1fr);gap:16px;align-content:start}
.empty{color:var(--quiet);margin:0}
.api+.api{margin-top:20px}
.targets{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,330px),1fr));gap:24px 56px}
.target{margin:0;max-width:500px}.target p{margin:2px 0 0;font-size:.86rem;color:var(--quiet)}
figcaption{margin-bottom:8px}.url{word-break:break-all}
.drawing{display:block;width:100%;height:auto}
.drawing text{font:11px/1 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--text)}
.drawing .name{font-weight:650}.drawing .detail,.drawing .share{fill:var(--quiet);font-size:10px}
.drawing .share{text-anchor:middle}
.drawing rect{fill:var(--none-soft);stroke:var(--line)}
.drawing .serving rect{fill:var(--accent-soft);stroke:var(--accent)}
.arrow path{fill:none;stroke:var(--quiet);opacity:.55}.arrow .head{fill:var(--quiet);stroke:none}
.arrow.serving path{stroke:var(--accent);opacity:1}.arrow.serving .head{fill:var(--accent);stroke:none}
form{display:flex;flex-wrap:wrap;gap:12px;align-items:end;margin:0}
form+form{margin-top:14px;padding-top:14px;border-top:1px solid var(--line)}
label{display:grid;gap:4px;font-size:.85rem;color:var(--quiet);min-width:0}
.grow{flex:1 1 11rem}.whole{flex:1 0 100%}.short{width:5.5rem}
input,select,textarea,button{font:inherit;color:var(--text);background:var(--page);border:1px solid var(--line);border-radius:8px;padding:7px 10px;min-width:0;max-width:100%;min-height:38px}
input,select,textarea{width:100%;border-color:color-mix(in srgb,var(--quiet) 60%,transparent)}
textarea{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.88rem;resize:vertical}
::placeholder{color:var(--quiet);opacity:1}
button{cursor:pointer;background:var(--card);border-color:color-mix(in srgb,var(--quiet) 60%,transparent);font-weight:550;padding:7px 16px}
button:hover{background:var(--none-soft)}
button.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}button.main:hover{filter:brightness(1.08)}
button:disabled{opacity:.5;cursor:default}
[aria-busy=true] button{opacity:.6}
.status{display:inline-block;min-width:2.6em;padding:1px 8px;border-radius:6px;font-weight:650;font-size:.85rem;text-align:center;font-variant-numeric:tabular-nums}
.status.good{background:var(--good-soft);color:var(--good)}.status.wait{background:var(--wait-soft);color:var(--wait)}.status.bad{background:var(--bad-soft);color:var(--bad)}
.answer{margin-top:16px;padding-top:14px;border-top:1px solid var(--line)}
.answered{margin:0 0 6px}.pair{background:var(--accent-soft);color:var(--accent);border-radius:6px;padding:2px 8px;font-weight:650}
pre{background:var(--code);border-radius:8px;padding:10px 12px;margin:0;overflow:auto;max-height:18rem;white-space:pre-wrap;line-height:1.45}
.headers{color:var(--quiet);margin-bottom:6px}
.alert{background:var(--bad-soft);color:var(--bad);border-radius:8px;padding:10px 14px;margin:0}
summary{cursor:pointer;padding:6px 0}
.answer summary{color:var(--quiet);font-size:.88rem}
.request{border-top:1px solid var(--line)}.request:first-child{border-top:0}
.request summary{display:grid;grid-template-columns:auto auto minmax(6rem,3fr) minmax(7rem,1.4fr) minmax(5rem,2fr) 4.5rem;gap:0 12px;align-items:center;list-style:none}
.request summary::-webkit-details-marker{display:none}
.request summary:hover{background:var(--none-soft)}
.request .time,.lines .time{color:var(--quiet)}.took{text-align:right;white-space:nowrap}
.what,.where{min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.waterfall{display:block;width:100%;height:14px;border-radius:3px}
.gateway{fill:var(--line)}.integration{fill:var(--accent)}.mapping{fill:var(--mapping)}.handler{fill:var(--handler)}
.parts,.legend{display:flex;flex-wrap:wrap;gap:2px 18px;margin:4px 0 10px;color:var(--quiet);font-size:.86rem}
.key{display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:6px;background:var(--line)}
.key.integration{background:var(--accent)}.key.mapping{background:var(--mapping)}.key.handler{background:var(--handler)}
.problems{margin:0 0 10px;padding:8px 14px 8px 30px;background:var(--bad-soft);color:var(--bad);border-radius:8px}
.bodies{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,260px),1fr));gap:12px;padding-bottom:16px}
.bodies>div{min-width:0}
.lines{list-style:none;margin:0;padding:0;max-height:22rem;overflow:auto}
.lines li{padding:1px 0}.lines .group{color:var(--accent)}.lines .own .text{color:var(--quiet)}
#output{max-height:22rem;min-height:0}#output:empty{display:none}
.running{margin:12px 0 0}.running:empty{display:none}#output{margin-top:10px}
.good-text{color:var(--good)}.bad-text{color:var(--bad)}
#release-list{margin-top:14px}
.releases{list-style:none;margin:0;padding:0}.releases li{display:flex;flex-wrap:wrap;gap:0 12px;padding:6px 0;border-top:1px solid var(--line)}.releases li:first-child{border-top:0}
.releases .when{color:var(--quiet);margin-left:auto}
form.active{margin:12px 0 0;padding:8px 14px;border:0;border-radius:8px;background:var(--wait-soft);color:var(--wait);align-items:center;justify-content:space-between}
.active p,.lag p{margin:0}.lag p{flex-basis:100%;font-size:.86rem}
div+form{margin-top:14px;padding-top:14px;border-top:1px solid var(--line)}
@media (max-width:720px){
header,main{padding-left:12px;padding-right:12px}header{padding-top:16px}
main>section,.column>section{padding:14px}
.request summary{grid-template-columns:auto minmax(0,1fr) auto;gap:2px 10px;padding:8px 0}
.request .time{display:none}.where{grid-column:1/3}.where,.what{white-space:normal}.took{grid-row:1;grid-column:3}.waterfall{grid-column:1/-1}
.where{grid-row:2}}
@media (prefers-reduced-motion:no-preference){button,summary{transition:background .12s}}
`;
