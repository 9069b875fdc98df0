import { columnMetric } from '../../render/format-number.js';
import { type Html, html } from '../../render/html-template.js';
import { judgeCell } from '../../render/judgement.js';
import type { Table } from '../../table.js';
import type { Section } from '../section.js';
import { count } from '../shown-number.js';
import { claimList } from './claims.js';

/** How many of a table's numbers stand how to the published ones. */
export interface Tally {
  readonly same: number;
  readonly better: number;
  readonly worse: number;
  /** Published, but not computed. */
  readonly missing: number;
  /** They compare only in whole runs. */
  readonly wholeOnly: number;
  /** Neither direction is better. */
  readonly neutral: number;
}

/** Counts the cells of a table for which the paper has a value. */
export function tally(table: Table): Tally {
  const counts = { same: 0, better: 0, worse: 0, missing: 0, wholeOnly: 0, neutral: 0 };
  for (const { cells } of table.rows) {
    cells.forEach((cell, column) => {
      if (cell.published === undefined) return;
      if (columnMetric(table, column).higherIsBetter === undefined) counts.neutral += 1;
      else if (cell.difference === undefined) counts.missing += 1;
      else counts[judgeCell(table, cell, column)?.verdict ?? 'wholeOnly'] += 1;
    });
  }
  return counts;
}

const kinds = ['better', 'same', 'worse', 'missing'] as const;

function bar(counts: Tally): Html {
  const total = kinds.reduce((sum, kind) => sum + counts[kind], 0);
  let x = 0;
  const parts = kinds.map((kind) => {
    const width = (100 * counts[kind]) / total;
    const part = width > 0 && html`<rect class="${kind}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="10"/>`;
    x += width;
    return part;
  });
  return html`<svg class="tally" aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">${parts}</svg>`;
}

function tallyRow(table: Table): Html {
  const counts = tally(table);
  return html`<tr><th scope="row"><a href="#table-${table.number}">Table ${table.number}</a> <span class="soft">${table.metric.name}</span></th>
${kinds.map((kind) => html`<td>${counts[kind]}</td>`)}<td>${bar(counts)}</td></tr>`;
}

/** The run in one look: how the tables stand to the paper's, and which of its claims the numbers bear out. */
export function atAGlance(tables: readonly Table[]): Section | undefined {
  const compared = tables.filter((table) => kinds.some((kind) => tally(table)[kind] > 0));
  if (compared.length === 0) return undefined;
  const all = compared.map(tally);
  const [better, same, worse, missing] = kinds.map((kind) => all.reduce((sum, counts) => sum + counts[kind], 0)) as [
    number,
    number,
    number,
    number,
  ];
  const [wholeOnly, neutral] = (['wholeOnly', 'neutral'] as const).map((kind) =>
    tables.reduce((sum, table) => sum + tally(table)[kind], 0),
  ) as [number, number];
  const body = html`<p>Of ${count(better + same + worse + missing)} numbers that the paper gives for what was run, ${count(same)} are as the paper has them (within 1.5 units of its last digit), ${count(better)} better and ${count(worse)} worse${missing > 0 && `; ${count(missing)} are missing`}.${wholeOnly > 0 && ` ${count(wholeOnly)} more are left out: they compare only on the paper’s data, schedule and evaluation (times, likelihoods, quality of images).`}${neutral > 0 && ` ${count(neutral)} are left out since neither direction is better (random coherence as the published code counts it).`}</p>
<div class="scroll" role="region" aria-label="Numbers beside the paper’s" tabindex="0"><table class="plain tallies"><thead><tr><th scope="col">table</th><th scope="col"><span class="key better" aria-hidden="true"></span>better</th><th scope="col"><span class="key same" aria-hidden="true"></span>as the paper</th><th scope="col"><span class="key worse" aria-hidden="true"></span>worse</th><th scope="col"><span class="key missing" aria-hidden="true"></span>missing</th><th scope="col"><span class="unseen">shares</span></th></tr></thead>
<tbody>${compared.map(tallyRow)}</tbody></table></div>
${claimList(tables)}`;
  return { id: 'at-a-glance', title: 'At a glance', body, entries: [{ id: 'claims', title: 'Claims' }] };
}
