import { type Html, html } from '../../render/html-template.js';
import type { TrainConfig } from '../../units/train.js';

/** `privateBetaFactors` in words. */
function named(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function shown(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  if (value === null || typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([key, part]) => `${named(key)} ${shown(part)}`)
    .join(', ');
}

function list(settings: object, without: readonly string[] = []): Html {
  const rows = Object.entries(settings)
    .filter(([key, value]) => value !== undefined && !without.includes(key))
    .map(([key, value]) => html`<dt>${named(key)}</dt><dd>${shown(value)}</dd>`);
  return html`<dl class="facts small">${rows}</dl>`;
}

/** All settings of a training, folded away. */
export function settings({ experiment, schedule, data, validationSize, seed, backend }: TrainConfig): Html {
  const { id, objective, ...rest } = experiment;
  return html`<details><summary>Settings</summary>
<h5>Model</h5>${list({ id, objective, ...rest }, ['title', 'learningRate', 'batchSize', 'epochs'])}
<h5>Schedule</h5>${list({ ...schedule, heldOutItems: validationSize, seed, backend })}
<h5>Data</h5>${list(data, ['paths'])}
</details>`;
}
