import { type Html, html } from '../../render/html-template.js';
import type { LikelihoodEstimate, LikelihoodResult } from '../../units/likelihood.js';
import { shortName, subsetLabel } from '../short-names.js';
import { count, shownNumber } from '../shown-number.js';

const variantNames: Readonly<Record<string, string>> = {
  default: 'As the objective encodes a subset',
  mixture: 'Average over the components of the mixture',
  'mixture-density': 'Density of the mixture',
};

function rowOf(subset: string, scores: Readonly<Record<string, LikelihoodEstimate>>, scored: readonly string[]): Html {
  const { joint } = scores;
  const others = scored.map((key) => html`<td>${shownNumber(scores[key]?.mean, 1)}</td>`);
  return html`<tr><th scope="row">${subsetLabel(subset)}</th>
<td><b>${shownNumber(joint?.mean, 1)}</b></td><td>${shownNumber(joint?.standardError, 1)}</td><td>${shownNumber(joint?.samplingError, 1)}</td>
<td>${shownNumber(joint?.effectiveSamples.mean, 1)}</td><td>${shownNumber(joint?.effectiveSamples.min, 1)}</td>${others}</tr>`;
}

/** Log-likelihoods with how sure they are, and of each modality alone; folded away. */
export function likelihoodTable(result: LikelihoodResult, model: string): Html {
  const variants = Object.entries(result.estimates);
  const first = Object.values(variants[0]?.[1] ?? {})[0] ?? {};
  const scored = Object.keys(first).filter((key) => key !== 'joint');
  const bodies = variants.map(
    ([variant, subsets]) =>
      html`<tbody>${
        variants.length > 1 &&
        html`<tr class="group"><th colspan="${6 + scored.length}" scope="rowgroup"><span>${variantNames[variant] ?? variant}</span></th></tr>`
      }${Object.entries(subsets).map(([subset, scores]) => rowOf(subset, scores, scored))}</tbody>`,
  );
  return html`<details><summary>Log-likelihoods with standard errors</summary>
<p>Nats, means over ${count(result.points)} test items, K = ${count(result.samples)} draws of each. The standard error says how the items differ; the sampling error what the draws alone cause. Effective draws near 1 mean that the estimate is still far below the true value.</p>
<div class="scroll" role="region" aria-label="Log-likelihoods of ${model}" tabindex="0"><table class="plain"><thead><tr><th scope="col">given</th><th scope="col">log p(X)</th>
<th scope="col">standard error</th><th scope="col">sampling error</th><th scope="col">effective draws</th><th scope="col">at least</th>${scored.map((key) => html`<th scope="col">log p(${shortName(key)})</th>`)}</tr></thead>${bodies}</table></div>
</details>`;
}
