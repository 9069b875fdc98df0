import { minuteOf } from '@polyvae/jobs';
import { formatSeconds } from '@polyvae/training/node';
import { count } from '../../jobs/count.js';
import { jobKinds } from '../../jobs/registry.js';
import type { PictureRow, ShownSection } from '../../jobs/shown.js';
import type { TrainConfig } from '../../jobs/training.js';
import { folded, foldedPart, scrolledTable } from '../../results/formats/html-elements.js';
import { type Html, html } from '../../results/formats/html-template.js';
import { jobOf, type PlannedExperiment } from '../../run/plan.js';
import type { Run } from '../../run/run.js';
import type { JobLinks } from '../job-links.js';
import type { Section } from '../page.js';
import { drawSection } from '../shown/draw-shown.js';

/** One model's part of the report. */
export interface ModelSection {
  readonly id: string;
  readonly title: string;
  readonly facts: string;
  readonly body: Html;
  /** Generated pictures, which are also drawn as a file of their own. */
  readonly pictures?: readonly PictureRow[];
}

function factsOf({ training, seed }: PlannedExperiment, run: Run): string {
  const { state, record, reason } = run.outcome(training);
  if (!record) return `Not trained: ${reason ?? state}.`;
  const { steps, batchSize, seconds, parameters } = record.result;
  const facts = [
    `${count(steps)} steps of ${batchSize} items in ${formatSeconds(seconds)}`,
    `${count(parameters)} parameters`,
    `seed ${seed}`,
    ...(state === 'reused' ? [`reused, computed ${minuteOf(record.computedAt)}`] : []),
  ];
  return `${facts.join(' · ')}.`;
}

/** Everything that a model's jobs show, in the order of their kinds. */
function shownOf(planned: PlannedExperiment, run: Run): ShownSection[] {
  return jobKinds.flatMap((kind) => {
    const job = jobOf(planned, kind);
    const record = job && run.outcome(job).record;
    return record ? (kind.show?.(record.result, planned) ?? []) : [];
  });
}

function filesOf({ experiment, jobs }: PlannedExperiment, links: JobLinks): Html {
  const rows = jobs.map((job) => {
    const { folder, files } = links(job);
    return html`<tr><th scope="row">${job.kind.kind}</th>
<td>${files}</td><td><code>${folder}</code></td></tr>
`;
  });
  const table = scrolledTable(`Files of ${experiment.title}`, {
    head: ['job', 'files', 'folder'],
    groups: [{ rows }],
    className: 'left',
  });
  return folded('Configuration, logs and results', table);
}

/** `privateBetaFactors` in words. */
function named(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function valueText(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  if (value === null || typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([key, part]) => `${named(key)} ${valueText(part)}`)
    .join(', ');
}

function settingList(settings: object, without: readonly string[] = []): Html {
  const rows = Object.entries(settings)
    .filter(([key, value]) => value !== undefined && !without.includes(key))
    .map(([key, value]) => html`<dt>${named(key)}</dt><dd>${valueText(value)}</dd>\n`);
  return html`<dl class="facts small">
${rows}</dl>`;
}

/** All settings of a training, folded away. */
function settingsOf({ experiment, schedule, data, heldOutSize, seed, backend }: TrainConfig): Html {
  const { id, objective, ...rest } = experiment;
  const model = settingList({ id, objective, ...rest }, ['title', 'learningRate', 'batchSize', 'epochs']);
  return folded(
    'Settings',
    html`<h5>Model</h5>
${model}
<h5>Schedule</h5>
${settingList({ ...schedule, heldOutItems: heldOutSize, seed, backend })}
<h5>Data</h5>
${settingList(data, ['paths'])}`,
  );
}

/** Everything about one trained model: pictures, curves, latents, what was measured, settings and files. */
export async function modelSection(planned: PlannedExperiment, run: Run, links: JobLinks): Promise<ModelSection> {
  const { id, title } = planned.experiment;
  const facts = factsOf(planned, run);
  const shown = shownOf(planned, run);
  const pictures = shown.flatMap(({ parts }) => parts).find((part) => part.type === 'pictures')?.rows;
  const draw = (sections: readonly ShownSection[]): Promise<Html[]> =>
    Promise.all(sections.map((section) => drawSection(section, title)));
  const body = html`${await draw(shown.filter(({ folded: away }) => !away))}
<h4>Details</h4>
${await draw(shown.filter(({ folded: away }) => away))}
${settingsOf(planned.training.config)}
${filesOf(planned, links)}`;
  return { id, title, facts, body, ...(pictures && { pictures }) };
}

/** The trained models, one after the other. */
export function modelsSection(models: readonly ModelSection[]): Section | undefined {
  if (models.length === 0) return undefined;
  const articles = models.map(
    ({ id, title, facts, body }) => html`<article class="model">${foldedPart(id, title, body, facts)}</article>
`,
  );
  const body = html`<p>Pictures are of ten test items, of digits one of each class. “M,S → T” is text generated from the MNIST
and the SVHN image above it; the target’s private latents, where there are any, are drawn from the prior. Dots in texts are
blanks.</p>
${articles}`;
  return { id: 'models', title: 'Models', body, entries: models.map(({ id, title }) => ({ id, title })) };
}
