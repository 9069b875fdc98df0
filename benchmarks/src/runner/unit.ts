import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.js';
import type { AttributeClassifierConfig } from '../units/attribute-classifier.js';
import type { AttributeCoherenceConfig } from '../units/attribute-coherence.js';
import type { AttributeProbeConfig } from '../units/attribute-probe.js';
import type { ClassifierConfig } from '../units/classifier.js';
import type { CoherenceConfig } from '../units/coherence.js';
import type { FaceSamplesConfig } from '../units/face-samples.js';
import type { LatentSpaceConfig } from '../units/latent-space.js';
import type { LikelihoodConfig } from '../units/likelihood.js';
import type { ProbeConfig } from '../units/probe.js';
import type { QualityConfig } from '../units/quality.js';
import type { SamplesConfig } from '../units/samples.js';
import type { TrainConfig } from '../units/train.js';
import { codeVersion } from './code-version.js';

/** A work unit of one kind. */
export interface UnitOf<Kind extends string, Config> {
  readonly kind: Kind;
  /** For people: begins the folder's name. */
  readonly label: string;
  readonly config: Config;
  /** Units that must be there first. */
  readonly needs: readonly WorkUnit[];
}

/** One piece of work whose result is kept: data that can be sent to another process. */
export type WorkUnit =
  | UnitOf<'train', TrainConfig>
  | UnitOf<'classifier', ClassifierConfig>
  | UnitOf<'probe', ProbeConfig>
  | UnitOf<'coherence', CoherenceConfig>
  | UnitOf<'quality', QualityConfig>
  | UnitOf<'likelihood', LikelihoodConfig>
  | UnitOf<'latent-space', LatentSpaceConfig>
  | UnitOf<'samples', SamplesConfig>
  | UnitOf<'attribute-classifier', AttributeClassifierConfig>
  | UnitOf<'attribute-probe', AttributeProbeConfig>
  | UnitOf<'attribute-coherence', AttributeCoherenceConfig>
  | UnitOf<'face-samples', FaceSamplesConfig>;

/** What a work unit does. */
export type UnitKind = WorkUnit['kind'];

/** Kinds that judge a trained model, or show what it does. */
export type EvaluationKind = Exclude<UnitKind, 'train' | 'classifier' | 'attribute-classifier'>;

/** True for a unit that trains: a model, or a classifier that judges models. */
export function isTraining(unit: WorkUnit): unit is UnitOfKind<'train' | 'classifier' | 'attribute-classifier'> {
  return unit.kind === 'train' || unit.kind === 'classifier' || unit.kind === 'attribute-classifier';
}

/** The work unit of a kind. */
export type UnitOfKind<Kind extends UnitKind> = Extract<WorkUnit, { kind: Kind }>;

/** Which code a kind of unit runs. */
function codeOf(kind: UnitKind): string {
  return codeVersion(kind === 'train' ? 'train' : 'evaluate');
}

/**
 * Identity of a unit by content: what it does, on which data, with which code, after which units. Equal keys mean equal
 * results on the same engine.
 */
export function unitKey(unit: WorkUnit): string {
  const identity = {
    kind: unit.kind,
    config: unit.config,
    code: codeOf(unit.kind),
    needs: unit.needs.map(unitKey),
  };
  // Where data files lie is not part of what they are; their checksums are.
  const withoutPaths: unknown = JSON.parse(
    JSON.stringify(identity, (name, value) => (name === 'paths' ? undefined : value)),
  );
  return createHash('sha256').update(canonicalJson(withoutPaths)).digest('hex');
}
