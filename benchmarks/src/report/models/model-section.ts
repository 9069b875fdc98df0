import { formatSeconds } from '@polyvae/training/node';
import type { BenchResult } from '../../bench.js';
import type { ExperimentUnits } from '../../plan.js';
import { type Html, html, rawHtml } from '../../render/html-template.js';
import type { WorkUnit } from '../../runner/unit.js';
import { minuteOf } from '../../runner/unit-status.js';
import type { AttributeCoherenceResult } from '../../units/attribute-coherence.js';
import type { AttributeProbeUnitResult } from '../../units/attribute-probe.js';
import type { CoherenceResult } from '../../units/coherence.js';
import type { FaceSamplesResult } from '../../units/face-samples.js';
import type { LatentSpaceResult } from '../../units/latent-space.js';
import type { LikelihoodResult } from '../../units/likelihood.js';
import type { QualityResult } from '../../units/quality.js';
import type { SamplesResult } from '../../units/samples.js';
import type { TrainResult } from '../../units/train.js';
import { pictureGrid } from '../picture-grid.js';
import { count } from '../shown-number.js';
import type { UnitLinks } from '../unit-links.js';
import { attributeScores } from './attributes.js';
import { coherenceMaps } from './coherence.js';
import { latentSpace } from './latent-space.js';
import { learningCurves } from './learning-curves.js';
import { likelihoodTable } from './likelihood.js';
import { qualityOfImages } from './quality.js';
import { settings } from './settings.js';

/** One model's part of the report. */
export interface ModelSection {
  readonly id: string;
  readonly title: string;
  readonly facts: string;
  readonly body: Html;
  /** Generated pictures as a file of their own. */
  readonly grid?: string;
}

function factsOf(training: TrainResult, units: ExperimentUnits, result: BenchResult): string {
  const { state, record } = result.outcome(units.units.train);
  const facts = [
    `${count(training.steps)} steps of ${training.batchSize} items in ${formatSeconds(training.seconds)}`,
    `${count(training.parameters)} parameters`,
    `seed ${units.seed}`,
    ...(state === 'reused' ? [`reused, computed ${minuteOf(record!.computedAt)}`] : []),
  ];
  return `${facts.join(' · ')}.`;
}

/** Everything about one trained model: pictures, curves, latents, what was measured, settings and files. */
export async function modelSection(
  units: ExperimentUnits,
  result: BenchResult,
  links: UnitLinks,
): Promise<ModelSection> {
  const { id, title } = units.experiment;
  const planned = units.units;
  const resultOf = <T>(unit: WorkUnit | undefined): T | undefined =>
    unit && (result.outcome(unit).record?.result as T | undefined);
  const training = resultOf<TrainResult>(planned.train);
  const facts = training ? factsOf(training, units, result) : `Not trained: ${result.outcome(planned.train).reason}.`;
  const drawn = resultOf<SamplesResult | FaceSamplesResult>(planned.samples ?? planned['face-samples']);
  const grid = drawn && pictureGrid(drawn.rows, `Generations of ${title}`);
  const latents = resultOf<LatentSpaceResult>(planned['latent-space']);
  const quality = resultOf<QualityResult>(planned.quality);
  const coherence = resultOf<CoherenceResult>(planned.coherence);
  const likelihood = resultOf<LikelihoodResult>(planned.likelihood);
  const attributes = {
    probe: resultOf<AttributeProbeUnitResult>(planned['attribute-probe']),
    generated: resultOf<AttributeCoherenceResult>(planned['attribute-coherence']),
  };
  const folders = Object.values<WorkUnit>(planned).map(
    (unit) =>
      html`<tr><th scope="row">${unit.kind}</th><td>${links.of(unit)}</td><td><code>${links.folder(unit)}</code></td></tr>`,
  );
  const body = html`<p class="lead">${facts}</p>
${
  grid &&
  html`<h4>What it generates</h4><div class="scroll" role="region" aria-label="Generations of ${title}" tabindex="0">${rawHtml(
    grid.replace('<svg ', '<svg class="grid" '),
  )}</div>`
}
${latents && latentSpace(latents, title)}
${quality && (await qualityOfImages(quality, title))}
${training && (await learningCurves(training.curve, title))}
<h4>Details</h4>
${coherence && coherenceMaps(coherence, title)}
${(attributes.probe ?? attributes.generated) && attributeScores(title, attributes)}
${likelihood && likelihoodTable(likelihood, title)}
${settings(planned.train.config)}
<details><summary>Configuration, logs and results</summary><div class="scroll" role="region" aria-label="Files of ${title}" tabindex="0"><table class="plain left"><thead><tr><th scope="col">work</th><th scope="col">files</th><th scope="col">folder</th></tr></thead><tbody>${folders}</tbody></table></div></details>`;
  return { id, title, facts, body, ...(grid && { grid }) };
}
