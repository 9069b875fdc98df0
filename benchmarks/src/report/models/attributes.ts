import { faceAttributes } from '@polyvae/datasets';
import { type Html, html } from '../../render/html-template.js';
import type { AttributeCoherenceResult } from '../../units/attribute-coherence.js';
import type { AttributeProbeUnitResult } from '../../units/attribute-probe.js';
import { byFrequency } from '../../units/by-frequency.js';
import { mean } from '../../units/mean.js';
import { generationLabel, subsetLabel } from '../short-names.js';
import { count, percent, shownNumber } from '../shown-number.js';

/** One column of scores: a value for each attribute. */
interface Column {
  readonly label: string;
  readonly scores: readonly number[];
}

/** Those of the posterior that the paper shows. */
function columnsOf(probe?: AttributeProbeUnitResult, generated?: AttributeCoherenceResult): Column[] {
  const latents = Object.entries(probe?.attributes.default ?? {});
  const generations = Object.entries(generated?.attributes.default ?? {});
  return [
    ...latents.map(([subset, scores]) => ({ label: `latent ${subsetLabel(subset)}`, scores })),
    ...generations.map(([cell, scores]) => ({ label: generationLabel(cell), scores })),
  ];
}

/** Average precision of each of the 40 attributes in latents and generations, the most frequent first; folded away. */
export function attributeScores(
  model: string,
  results: { readonly probe?: AttributeProbeUnitResult; readonly generated?: AttributeCoherenceResult },
): Html {
  const { probe, generated } = results;
  const columns = columnsOf(probe, generated);
  const { frequencies } = (probe ?? generated)!;
  const order = byFrequency(frequencies);
  const found = ({ scores }: Column): number[] => order.map((attribute) => scores[attribute]!);
  const means = columns.map((column) => html`<td><b>${shownNumber(mean(found(column)), 2)}</b></td>`);
  const rows = order.map(
    (attribute) => html`<tr><th scope="row">${faceAttributes[attribute]!.replaceAll('_', ' ')}</th>
<td>${percent(frequencies[attribute]!)}</td>${columns.map(({ scores }) => html`<td>${shownNumber(scores[attribute], 2)}</td>`)}</tr>`,
  );
  const tested = [
    probe && `latents of ${count(probe.testSize)} test items`,
    generated && `what is generated from ${count(generated.testSize)}`,
  ].filter(Boolean);
  return html`<details><summary>Which attributes are found: average precision of each</summary>
<p>In ${tested.join(' and in ')}. Guessing has an average precision of an attribute's frequency.</p>
<div class="scroll" role="region" aria-label="Attributes of ${model}" tabindex="0"><table class="plain"><thead><tr><th scope="col">attribute</th><th scope="col">frequency</th>${columns.map(
    ({ label }) => html`<th scope="col">${label}</th>`,
  )}</tr></thead>
<tbody><tr><th scope="row">mean</th><td>${percent(mean(order.map((attribute) => frequencies[attribute]!)))}</td>${means}</tr>${rows}</tbody></table></div>
</details>`;
}
