import type { Experiment } from '../experiment.js';
import { findExperiment } from '../experiments/registry.js';
import type { FigureSpec } from '../figure.js';
import type { EvaluationKind } from '../runner/unit.js';

/** What a figure is made of: experiments, and what is done with each. */
export interface FigureRequest {
  readonly experiments: readonly Experiment[];
  readonly kinds: readonly EvaluationKind[];
}

/** Each once. */
function experimentsNamed(ids: readonly string[]): Experiment[] {
  return [...new Set(ids)].map(findExperiment);
}

/** @see {@link FigureRequest} */
export function figureRequest(spec: FigureSpec): FigureRequest {
  switch (spec.kind) {
    case 'sweep':
      return {
        experiments: spec.points.map(({ experiment }) => experiment),
        kinds: spec.panels.map(({ unit }) => unit),
      };
    case 'attributes':
      return { experiments: experimentsNamed(spec.lines.map(({ experiment }) => experiment)), kinds: [spec.unit] };
    case 'pictures':
      return {
        experiments: experimentsNamed(spec.panels.map(({ experiment }) => experiment)),
        kinds: ['samples', 'face-samples'],
      };
  }
}

/** Whether a figure shows nothing but what is computed anyway: pictures and attributes of these experiments. */
export function isBesides(
  spec: FigureSpec,
  experiments: readonly Experiment[],
  kinds: readonly EvaluationKind[],
): boolean {
  if (spec.kind === 'sweep') return false;
  const request = figureRequest(spec);
  const ids = new Set(experiments.map(({ id }) => id));
  return (
    request.experiments.every(({ id }) => ids.has(id)) &&
    (spec.kind === 'pictures' || request.kinds.every((kind) => kinds.includes(kind)))
  );
}
