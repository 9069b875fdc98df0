import { formatSeconds } from '@polyvae/training/node';
import { type Html, html } from '../../render/html-template.js';
import type { UnitOutcome } from '../../runner/schedule-units.js';
import { minuteOf } from '../../runner/unit-status.js';
import type { AttributeClassifierResult } from '../../units/attribute-classifier.js';
import type { ClassifierResult } from '../../units/classifier.js';
import type { Section } from '../section.js';
import { shortName } from '../short-names.js';
import { count, shownNumber } from '../shown-number.js';
import type { UnitLinks } from '../unit-links.js';

/** How good a classifier is, and must be, in its own measure. */
function measured(result: ClassifierResult | AttributeClassifierResult): { own: string; gate: string; of: string } {
  return 'accuracy' in result
    ? {
        own: `${shownNumber(100 * result.accuracy, 1)} %`,
        gate: `${shownNumber(100 * result.gate, 0)} %`,
        of: 'accuracy',
      }
    : {
        own: shownNumber(result.meanAveragePrecision, 3),
        gate: shownNumber(result.gate, 2),
        of: 'mean average precision',
      };
}

function rowOf({ unit, record, reason, state }: UnitOutcome, links: UnitLinks): Html | undefined {
  if (unit.kind !== 'classifier' && unit.kind !== 'attribute-classifier') return undefined;
  const { modality } = unit.config;
  const computed = state === 'reused' && html` <em title="computed ${minuteOf(record!.computedAt)}">reused</em>`;
  const name = html`<th scope="row">${modality} (${shortName(modality)})${computed}</th>`;
  if (!record)
    return html`<tr>${name}<td colspan="7" class="name">${state}: ${reason}</td><td>${links.of(unit)}</td></tr>`;
  const result = record.result as ClassifierResult | AttributeClassifierResult;
  const { own, gate, of } = measured(result);
  return html`<tr>${name}<td class="name">${of}</td><td><b>${own}</b></td><td>≥ ${gate}</td>
<td>${count(result.trainSize)}</td><td>${count(result.testSize)}</td><td>${count(result.steps)}</td><td>${formatSeconds(result.seconds)}</td><td>${links.of(unit)}</td></tr>`;
}

/** The classifiers by which coherence is judged, and in whose features images are compared. */
export function judgeSection(outcomes: readonly UnitOutcome[], links: UnitLinks): Section | undefined {
  const rows = outcomes.flatMap((outcome) => rowOf(outcome, links) ?? []);
  if (rows.length === 0) return undefined;
  const heads = [
    'modality',
    'measure',
    'on test data',
    'gate',
    'training items',
    'test items',
    'steps',
    'time',
    'files',
  ];
  const body = html`<p>Classifiers of one modality each, trained on the training data as they are before pairing. They judge what is generated, and digits’ images are compared in their features. One that does not pass its gate is not used.</p>
<div class="scroll" role="region" aria-label="Classifiers" tabindex="0"><table class="plain"><thead><tr>${heads.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
  return { id: 'judges', title: 'Judges', body };
}
