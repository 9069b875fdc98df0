/** The report's page: one file that needs nothing else. `<%= %>` escapes, `<%~ %>` inserts HTML. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title><%= it.title %></title>
<style>
:root { --paper: #fff; --raised: #f5f6f8; --ink: #1c2430; --soft: #5a6575; --grid: #d5dae1; --accent: #2457c5;
  --above: #12703b; --below: #b3261e; --line-1: #2457c5; --line-2: #c2560c; --line-3: #12703b; --line-4: #8a3fb0;
  --line-5: #a1740b; --line-6: #0d7a86; }
@media (prefers-color-scheme: dark) { :root { --paper: #12161c; --raised: #1b2129; --ink: #e4e8ee; --soft: #9aa5b4;
  --grid: #38424f; --accent: #82aaff; --above: #6fd08c; --below: #ff8a80; --line-1: #82aaff; --line-2: #ffa657;
  --line-3: #6fd08c; --line-4: #d2a8ff; --line-5: #e3c35c; --line-6: #5fd3df; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; }
p { margin: .5rem 0; }
a { color: var(--accent); }
.lead { color: var(--soft); margin-top: 0; }
.warning { border-left: .25rem solid var(--line-2); background: var(--raised); padding: .6rem .9rem; margin: 1rem 0; }
.warning ul { margin: .25rem 0 0; padding-left: 1.2rem; }
.failed { border-left-color: var(--below); }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .75rem 0; }
dl.facts dt { color: var(--soft); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin: .75rem 0; -webkit-overflow-scrolling: touch; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100%; }
th, td { padding: .35rem .55rem; text-align: right; border-bottom: 1px solid var(--grid); vertical-align: top; white-space: nowrap; }
thead th { border-bottom: 2px solid var(--ink); }
th:first-child { text-align: left; position: sticky; left: 0; background: var(--paper); }
tbody th { font-weight: 600; white-space: normal; min-width: 7.5rem; }
tr.group th { color: var(--soft); font-weight: 500; padding-top: 1rem; white-space: normal; }
td b { display: block; }
td small { display: block; font-size: .8rem; }
td small span { display: block; line-height: 1.25; }
.published, .same { color: var(--soft); }
.above { color: var(--above); } .below { color: var(--below); }
th em { font-size: .8rem; color: var(--line-2); font-weight: 400; }
.notes { color: var(--soft); font-size: .875rem; padding-left: 1.2rem; }
.notes li { overflow-wrap: anywhere; }
section.model { border-top: 1px solid var(--grid); padding-top: .5rem; }
section.model figure { margin: .5rem 0; }
figcaption { color: var(--soft); font-size: .875rem; }
.scroll > svg { display: block; min-width: 32rem; }
.scroll > svg.grid { min-width: 34rem; width: 100%; max-width: 40rem; height: auto; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; margin: .75rem 0; }
pre { background: var(--raised); padding: .6rem .9rem; overflow-x: auto; font-size: .85rem; }
summary { cursor: pointer; color: var(--accent); }
</style>
</head>
<body>
<main>
<h1><%= it.title %></h1>
<p class="lead"><%= it.lead %></p>
<% if (it.reductions.length > 0) { %>
<div class="warning"><strong>Data and schedule are reduced.</strong> The numbers below are not a reproduction of the paper's experiment.
<ul><% for (const line of it.reductions) { %><li><%= line %></li><% } %></ul></div>
<% } %>
<% if (it.failures.length > 0) { %>
<div class="warning failed"><strong>Some work failed; its numbers are missing.</strong>
<ul><% for (const line of it.failures) { %><li><%= line %></li><% } %></ul></div>
<% } %>
<dl class="facts">
<% for (const [name, value] of it.facts) { %><dt><%= name %></dt><dd><%= value %></dd><% } %>
</dl>
<nav aria-label="Contents"><ul>
<% for (const table of it.tables) { %><li><a href="#table-<%= table.number %>">Table <%= table.number %></a></li><% } %>
<% for (const model of it.models) { %><li><a href="#<%= model.id %>"><%= model.title %></a></li><% } %>
</ul></nav>
<% for (const table of it.tables) { %>
<h2 id="table-<%= table.number %>">Table <%= table.number %>. <%= table.title %></h2>
<p><%= table.caption %> In each cell: <b>ours</b>, below it the paper's value and the difference, <span class="above">better</span> or <span class="below">worse</span> than the paper.</p>
<%~ table.html %>
<% } %>
<h2>Models</h2>
<p>Ten test items, one of each digit. “M,S → T” is text generated from the MNIST and the SVHN image above it; the target's private latents, where there are any, are drawn from the prior. Dots are blanks.</p>
<% for (const model of it.models) { %>
<section class="model" id="<%= model.id %>">
<h3><%= model.title %></h3>
<p class="lead"><%= model.facts %></p>
<% if (model.grid) { %><figure><div class="scroll"><%~ model.grid %></div></figure><% } %>
<% if (model.curves) { %><figure><figcaption>Learning curves: mean over each epoch, in nats per datum (<i>loss</i> weighted); “held out” are test items that nothing is chosen by.</figcaption><div class="scroll"><%~ model.curves %></div></figure><% } %>
<details><summary>Settings</summary><pre><%= model.settings %></pre><p>Log and checkpoints: <code><%= model.directory %></code></p></details>
</section>
<% } %>
</main>
</body>
</html>
`;
