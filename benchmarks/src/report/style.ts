/** Colours of light pages; every text meets WCAG AA on what it stands on, tints included. */
const light = `
--paper:#fdfcf9;--raised:#f3f1eb;--ink:#1f2329;--soft:#59626d;--grid:#d9d5cb;--accent:#1f4e9e;
--better:#2b67b5;--same:#a9adb3;--worse:#c4601a;--missing:#e4e1d9;
--better-1:#e8effa;--better-2:#cbdcf4;--better-3:#a5c3ec;--worse-1:#fbefe4;--worse-2:#f7dac0;--worse-3:#efb98f;
--warn:#b5540d;--bad:#b3261e;--good:#1d6b3a;
--line-1:#2457c5;--line-2:#c2560c;--line-3:#12703b;--line-4:#8a3fb0;--line-5:#8a6208;--line-6:#0d7a86;
--c0:#1f6fb4;--c1:#c2560c;--c2:#12803b;--c3:#c62f3b;--c4:#7a4fb5;--c5:#8a5a44;--c6:#c23d9b;--c7:#66707c;--c8:#857600;--c9:#0d8596;
color-scheme:light;`;

/** The same of dark pages. */
const dark = `
--paper:#14171b;--raised:#1d2126;--ink:#e7e4de;--soft:#a6aeb8;--grid:#383e46;--accent:#8fb6ff;
--better:#6fa3ea;--same:#6b737d;--worse:#e08a4a;--missing:#2b3037;
--better-1:#1b2839;--better-2:#1f3857;--better-3:#25497a;--worse-1:#33261c;--worse-2:#4d3422;--worse-3:#704726;
--warn:#f0a35e;--bad:#ff8a80;--good:#7fd39b;
--line-1:#82aaff;--line-2:#ffa657;--line-3:#6fd08c;--line-4:#d2a8ff;--line-5:#e3c35c;--line-6:#5fd3df;
--c0:#6db3f2;--c1:#ffa657;--c2:#6fd08c;--c3:#ff7b72;--c4:#c3a6ff;--c5:#d1a58f;--c6:#f59bd5;--c7:#aab4c2;--c8:#dcd05a;--c9:#5fd3df;
color-scheme:dark;`;

const text = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif;
margin:0;padding:1.5rem 1rem 5rem;background:var(--paper);color:var(--ink);
font:1.0625rem/1.6 Charter,"Bitstream Charter","Sitka Text",Cambria,"Liberation Serif",Georgia,serif}
h1,h2,h3,h4,h5{line-height:1.2;margin:0;text-wrap:balance}
h1{font-size:2rem;letter-spacing:-.01em}
h2{font-size:1.55rem;margin:3.5rem 0 .75rem;padding-top:1.25rem;border-top:1px solid var(--grid)}
h3{font-size:1.2rem;margin:2.5rem 0 .5rem}
h4{font:600 1rem/1.3 var(--sans);margin:2rem 0 .5rem}
h5{font:600 .875rem/1.3 var(--sans);color:var(--soft);margin:1.25rem 0 .25rem}
p,ul,dl{max-width:42rem}
p{margin:.5rem 0}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
code{font:.85em ui-monospace,SFMono-Regular,Menlo,"Liberation Mono",monospace;overflow-wrap:anywhere}
.lead{font-size:1.125rem;color:var(--soft)}
article .lead{font:.9375rem/1.5 var(--sans);margin-top:0}
.soft{color:var(--soft);font-weight:400}
.small{font:.875rem/1.5 var(--sans);color:var(--soft)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem;z-index:2}
.warning{max-width:46rem;border-left:.25rem solid var(--warn);background:var(--raised);padding:.75rem 1rem;margin:1.5rem 0;
font:.9375rem/1.5 var(--sans)}
.warning p{margin:0}
.warning ul{margin:.5rem 0 0;padding-left:1.2rem}
.failed{border-color:var(--bad)}
dl.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.25rem 1.25rem;margin:1.25rem 0;
font:.9375rem/1.5 var(--sans)}
dl.facts dt{color:var(--soft)}
dl.facts dd{margin:0;overflow-wrap:anywhere}
dl.facts.small{font-size:.875rem;margin:.25rem 0 .75rem;color:var(--ink)}
details{margin:.75rem 0}
summary{cursor:pointer;color:var(--accent);font:.9375rem/1.5 var(--sans)}
.notes ul{font:.875rem/1.5 var(--sans);color:var(--soft);padding-left:1.2rem;margin:.25rem 0;overflow-wrap:anywhere}
nav{font:.9375rem/1.5 var(--sans)}
nav ul{list-style:none;margin:0;padding:0}
nav>ul>li{margin:.5rem 0}
nav>ul>li>a{font-weight:600}
nav li ul{display:flex;flex-wrap:wrap;gap:0 1rem}
nav li li{padding:.15rem 0}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
`;

const tables = `
.scroll{position:relative;overflow-x:auto;margin:.75rem 0;-webkit-overflow-scrolling:touch}
table{border-collapse:collapse;font:.875rem/1.35 var(--sans);font-variant-numeric:tabular-nums}
th,td{padding:.35rem .55rem;text-align:right;border-bottom:1px solid var(--grid);vertical-align:top;white-space:nowrap}
thead th{font-weight:600;border-bottom:1.5px solid var(--ink);vertical-align:bottom}
tbody:last-child tr:last-child>*{border-bottom:1.5px solid var(--ink)}
th:first-child{text-align:left;position:sticky;left:0;background:var(--paper);padding-left:0;z-index:1}
tbody th{font-weight:600;white-space:normal;min-width:6.5rem;max-width:11rem}
tr.group th{color:var(--soft);font-weight:500;padding-top:1.1rem;max-width:none}
tr.group span{position:sticky;left:0;display:inline-block;max-width:min(30rem,80vw)}
table.results{width:100%}
.results td b,.comparisons td b{display:block}
td small{display:block;font-size:.75rem;line-height:1.35}
td small,.published,.difference{color:inherit}
.results td small{color:var(--soft)}
.results td[class] small{color:var(--ink)}
.difference{display:block;white-space:nowrap}
.mark{font-size:.7em}
th em{font-style:normal;font-size:.75rem;font-weight:400;color:var(--warn)}
.better-1{background:var(--better-1)}.better-2{background:var(--better-2)}.better-3{background:var(--better-3)}
.worse-1{background:var(--worse-1)}.worse-2{background:var(--worse-2)}.worse-3{background:var(--worse-3)}
.scale{display:flex;align-items:center;gap:.25rem}
.scale span{padding:.1rem .5rem;color:var(--ink)}
table.left :is(td,th),.name{text-align:left}
td.relation{text-align:center;color:var(--soft)}
.tallies th:first-child{min-width:9rem;max-width:none}
.tallies td:last-child{width:12rem;vertical-align:middle}
svg.tally{display:block;width:12rem;height:.75rem}
.tally .better,.key.better{fill:var(--better);background:var(--better)}
.tally .same,.key.same{fill:var(--same);background:var(--same)}
.tally .worse,.key.worse{fill:var(--worse);background:var(--worse)}
.tally .missing,.key.missing{fill:var(--missing);background:var(--missing)}
.key{display:inline-block;width:.6rem;height:.6rem;margin-right:.35rem}
ul.claims{list-style:none;padding:0;margin:1rem 0;max-width:48rem;border-top:1px solid var(--grid)}
ul.claims>li{border-bottom:1px solid var(--grid)}
.claim{margin:0}
.claim>summary{color:inherit;font:inherit;line-height:1.5;padding:.55rem 0;margin-left:1.1rem;list-style-position:outside}
.claim>summary::marker{color:var(--soft);font-size:.8em}
.claim .scroll{margin-left:1.1rem}
.claim .source{color:var(--soft);font:.8125rem/1.4 var(--sans)}
.verdict{font:600 .8125rem/1.4 var(--sans);padding:.1rem .5rem;border:1px solid;border-radius:1rem;margin-right:.35rem;white-space:nowrap}
.reproduced .verdict{color:var(--good)}
.not-reproduced .verdict{color:var(--bad)}
.cannot-be-told .verdict{color:var(--soft)}
tr.fails td.name:last-child{color:var(--bad)}
`;

const pictures = `
figure{margin:0}
figcaption{font:600 .8125rem/1.4 var(--sans)}
figure p{font:.8125rem/1.4 var(--sans);color:var(--soft);margin:.25rem 0 0}
.panels{display:grid;gap:1.25rem 1.5rem;margin:.75rem 0}
.panels.charts{grid-template-columns:repeat(auto-fill,minmax(11.5rem,1fr))}
.panels.squares{grid-template-columns:repeat(auto-fill,minmax(12.5rem,1fr))}
.panels.maps{grid-template-columns:repeat(auto-fill,minmax(9rem,1fr))}
.panels.prd{grid-template-columns:repeat(auto-fill,minmax(15.5rem,1fr));max-width:46rem}
.panels svg{display:block;width:100%;height:auto}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.15rem 1rem;margin:.35rem 0;padding:0;font:.8125rem/1.4 var(--sans)}
.legend li{display:flex;align-items:center;gap:.4rem}
.legend svg{width:1.75rem;height:.5rem;fill:none;flex:none}
.legend svg[viewBox="0 0 8 8"]{width:.6rem;height:.6rem}
.legend path{stroke-width:2}
.l1{stroke:var(--line-1)}.l2{stroke:var(--line-2);stroke-dasharray:5 2.5}.l3{stroke:var(--line-3);stroke-dasharray:1.5 2}
.l4{stroke:var(--line-4);stroke-dasharray:8 2 1.5 2}.l5{stroke:var(--line-5);stroke-dasharray:3 1.5}.l6{stroke:var(--line-6);stroke-dasharray:10 3}
.c0{stroke:var(--c0)}.c1{stroke:var(--c1)}.c2{stroke:var(--c2)}.c3{stroke:var(--c3)}.c4{stroke:var(--c4)}
.c5{stroke:var(--c5)}.c6{stroke:var(--c6)}.c7{stroke:var(--c7)}.c8{stroke:var(--c8)}.c9{stroke:var(--c9)}
.scatter path,.legend path[class^=c]{fill:none;stroke-linecap:round;stroke-width:6}
.legend path[class^=c]{stroke-width:8}
.scatter{background:var(--raised)}
.scatter path{stroke-opacity:.75}
.scatter text{font:600 22px var(--sans);fill:var(--ink);stroke:var(--raised);stroke-width:5px;paint-order:stroke;
stroke-linejoin:round;text-anchor:middle;dominant-baseline:central}
.heat{max-width:11rem}
.heat rect{fill:var(--raised)}
.heat path{fill:var(--line-1)}
.heat text{font:7px var(--sans);fill:var(--soft);text-anchor:middle}
.scroll>svg{display:block;height:auto}
.scroll>svg.grid{width:100%;min-width:30rem;max-width:38rem}
.scroll>svg.chart{min-width:20rem}
`;

const wide = `
@media (min-width:72rem){
body{display:grid;grid-template:"contents header" auto "contents main" 1fr/13rem minmax(0,60rem);column-gap:3rem;justify-content:center;padding:3rem 2rem 6rem}
header{grid-area:header}main{grid-area:main}
nav{grid-area:contents;position:sticky;top:2rem;align-self:start;max-height:calc(100vh - 4rem);overflow-y:auto;font-size:.875rem}
nav li ul{display:block;margin:.15rem 0 0 .75rem}
}
@media (max-width:40rem){
h1{font-size:1.6rem}h2{font-size:1.35rem;margin-top:2.5rem}
.lead{font-size:1.0625rem}
table{font-size:.8125rem}
th,td{padding:.3rem .45rem}
tbody th{min-width:5rem;max-width:6.5rem}
.panels.charts,.panels.squares,.panels.maps{grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem}
.tallies .soft,.tallies td:last-child,.tallies th:last-child:not(:first-child){display:none}
.tallies th:first-child{min-width:0;white-space:nowrap}
.tallies thead th{white-space:normal}
nav{border-block:1px solid var(--grid);padding:.5rem 0}
}
@media print{
:root{${light}}
html{font-size:75%}
body{display:block;padding:0}
nav,.skip{display:none}
.scroll{overflow:visible}
td,.key,svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
tr,figure,.claim{break-inside:avoid}
::details-content{content-visibility:visible;display:block}
h2,h3,h4{break-after:avoid}
.panels{grid-template-columns:repeat(4,1fr)!important}
}
`;

/** The page's style: no font, picture or script from outside. */
export const style: string = `:root{${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
${text}${tables}${pictures}${wide}`;
