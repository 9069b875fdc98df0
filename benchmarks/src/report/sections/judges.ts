import { type Job, type JobOutcome, minuteOf } from '@polyvae/jobs';
import { formatSeconds } from '@polyvae/training/node';
import { findDataset } from '../../datasets/registry.js';
import { count } from '../../jobs/count.js';
import type { JudgeConfig, JudgeResult } from '../../jobs/judge.js';
import { shortName } from '../../jobs/names.js';
import { shownNumber } from '../../results/formats/cell-text.js';
import { scrolledTable } from '../../results/formats/html-elements.js';
import { type Html, type HtmlValue, html } from '../../results/formats/html-template.js';
import { isJudge, type Run } from '../../run/run.js';
import type { JobLinks } from '../job-links.js';
import type { Section } from '../page.js';

const heads = ['modality', 'measure', 'on test data', 'gate', 'training items', 'test items', 'steps', 'time', 'files'];

/** The classifiers by which coherence is judged, and in whose features images are compared. */
export function judgeSection(run: Run, links: JobLinks): Section | undefined {
  const jobs = run.outcomes.map(({ job }) => job).filter(isJudge);
  if (jobs.length === 0) return undefined;
  const names = [...new Set(jobs.map(({ config }) => config.data.dataset))];
  const groups = names.map((name) => ({
    title: names.length > 1 ? findDataset(name).title : undefined,
    rows: jobs
      .filter(({ config }) => config.data.dataset === name)
      .map((job) => rowOf(job, run.outcome(job), links(job).files)),
  }));
  const body = html`<p>Classifiers of one modality each, trained on the training data as they are before pairing. They judge what
is generated, and digits’ images are compared in their features. One that does not pass its gate is not used.</p>
${scrolledTable('Classifiers', { head: heads, groups })}`;
  return { id: 'judges', title: 'Judges', body };
}

function rowOf(
  job: Job<JudgeConfig, JudgeResult>,
  { record, reason, state }: JobOutcome<JudgeResult>,
  files: Html,
): Html {
  const { modality, data } = job.config;
  const reused = state === 'reused' && record && html` <em title="computed ${minuteOf(record.computedAt)}">reused</em>`;
  const name = html`<th scope="row">${modality} (${shortName(modality, findDataset(data.dataset))})${reused}</th>`;
  const cells = record
    ? cellsOf(record.result).map((cell, i) => html`<td${i === 0 && html` class="name"`}>${cell}</td>`)
    : html`<td colspan="${heads.length - 2}" class="name">${state}: ${reason}</td>`;
  return html`<tr>${name}${cells}<td>${files}</td></tr>
`;
}

function cellsOf({ measure, score, gate, trainSize, testSize, steps, seconds }: JudgeResult): HtmlValue[] {
  // Accuracies are read as percentages.
  const [own, least] =
    measure === 'accuracy'
      ? [`${shownNumber(100 * score, { digits: 1 })} %`, `${shownNumber(100 * gate, { digits: 0 })} %`]
      : [shownNumber(score, { digits: 3 }), shownNumber(gate, { digits: 2 })];
  return [
    measure,
    html`<b>${own}</b>`,
    `≥ ${least}`,
    count(trainSize),
    count(testSize),
    count(steps),
    formatSeconds(seconds),
  ];
}
