import type { DataSpecs } from './data/data-spec.js';
import { officialTrainSize } from './data/official-train-size.js';
import type { DatasetName, DigitKey, Experiment, FaceKey } from './experiment.js';
import type { Profile } from './profile.js';
import { type EvaluationKind, type UnitOfKind, unitKey, type WorkUnit } from './runner/unit.js';
import { scheduleOf, sizedExperiment } from './schedule.js';
import type { FeatureSpec } from './units/feature-spec.js';
import { type DigitsTrainConfig, type FacesTrainConfig, isFacesTraining, type TrainConfig } from './units/train.js';
import { UserError } from './user-error.js';

/** What a run is to do. */
export interface PlanRequest {
  readonly profile: Profile;
  readonly experiments: readonly Experiment[];
  /** Those of the experiments' data sets. */
  readonly data: DataSpecs;
  readonly seeds: readonly number[];
  readonly backend: string;
  /** What is to be done with each trained model. */
  readonly kinds: readonly EvaluationKind[];
  /** In which features images are compared; absent: those of the modality's classifier. */
  readonly features?: FeatureSpec;
}

/** The units of one experiment with one seed: its training, and those evaluations that were asked for. */
export interface ExperimentUnits {
  readonly experiment: Experiment;
  readonly seed: number;
  readonly units: { readonly train: UnitOfKind<'train'> } & { readonly [Kind in EvaluationKind]?: UnitOfKind<Kind> };
}

/** Kinds whose results are shown for the first seed only. */
const firstSeedOnly: readonly EvaluationKind[] = ['samples', 'latent-space', 'face-samples'];

/** What can be done with a model of each data set. */
const kindsOf: Readonly<Record<DatasetName, readonly EvaluationKind[]>> = {
  'mnist-svhn-text': ['probe', 'coherence', 'quality', 'likelihood', 'latent-space', 'samples'],
  celeba: ['attribute-probe', 'attribute-coherence', 'face-samples'],
};

/** Work that an item is in a training step, relative to MNIST-SVHN-Text: the arithmetic of the residual networks grows by the square of the width. */
function itemCost(experiment: Experiment): number {
  return experiment.dataset === 'celeba' ? 170 * (experiment.width / 128) ** 2 : 1;
}

/**
 * Relative cost of a training, so that the long ones start first. MVAE decodes once for the joint and once for each single;
 * importance samples are decoded from every modality's posterior.
 */
function cost(experiment: Experiment, profile: Profile): number {
  const { epochs, stepsPerEpoch, batchSize } = scheduleOf(experiment, profile);
  const perEpoch = stepsPerEpoch === undefined ? officialTrainSize[experiment.dataset] : stepsPerEpoch * batchSize;
  const samples = experiment.dataset === 'celeba' ? undefined : experiment.importance?.samples;
  const passes = samples ? 2 * samples : experiment.objective === 'mvae' ? 2 : 1;
  return epochs * perEpoch * passes * itemCost(sizedExperiment(experiment, profile));
}

/**
 * The work units of a request, longest trainings first, evaluations right after their training.
 * @throws {UserError} if there are no data for an experiment.
 */
export function planUnits(request: PlanRequest): ExperimentUnits[] {
  const { profile, experiments, seeds, kinds } = request;
  const ordered = [...experiments].sort((a, b) => cost(b, profile) - cost(a, profile));
  return seeds.flatMap((seed) =>
    ordered.map((experiment): ExperimentUnits => {
      const label = `${experiment.id}-seed-${seed}`;
      const config = trainConfig(sizedExperiment(experiment, profile), seed, request);
      const train: UnitOfKind<'train'> = { kind: 'train', label: `train-${label}`, config, needs: [] };
      const wanted = kindsOf[experiment.dataset].filter(
        (kind) => kinds.includes(kind) && (seed === seeds[0] || !firstSeedOnly.includes(kind)),
      );
      const evaluations = wanted.map((kind) => {
        const own = { kind, label: `${kind}-${label}`, needs: [train] };
        return [
          kind,
          isFacesTraining(config) ? facesEvaluation(own, config, request) : digitsEvaluation(own, config, request),
        ];
      });
      return { experiment, seed, units: { train, ...Object.fromEntries(evaluations) } };
    }),
  );
}

function trainConfig(experiment: Experiment, seed: number, { profile, data, backend }: PlanRequest): TrainConfig {
  const spec = data[experiment.dataset];
  if (!spec) {
    const where = experiment.dataset === 'celeba' ? 'celeba/' : 'mnist/ and svhn/';
    throw new UserError(
      `There are no data for ${experiment.title}.`,
      `--data DIR needs DIR/${where}; --data synthetic draws a stand-in.`,
    );
  }
  const { validationSize } = experiment.dataset === 'celeba' ? profile.faces : profile;
  const schedule = scheduleOf(experiment, profile);
  return { experiment, schedule, data: spec, validationSize, seed, backend } as TrainConfig;
}

/** What an evaluation unit begins with: the training comes first among its needs. */
interface Begun {
  readonly kind: EvaluationKind;
  readonly label: string;
  readonly needs: readonly WorkUnit[];
}

function digitsEvaluation({ kind, label, needs }: Begun, train: DigitsTrainConfig, request: PlanRequest): WorkUnit {
  const { profile, features = { kind: 'classifier' } } = request;
  const judges = (modalities: readonly DigitKey[]): WorkUnit[] =>
    modalities.map((modality) => classifierUnit(modality, train, request));
  switch (kind) {
    case 'probe':
      return { kind, label, config: { train, ...profile.probe }, needs };
    case 'coherence':
      return {
        kind,
        label,
        config: { train, ...profile.coherence },
        needs: [...needs, ...judges(['mnist', 'svhn', 'text'])],
      };
    case 'quality':
      return {
        kind,
        label,
        config: { train, ...profile.quality, features },
        needs: [...needs, ...(features.kind === 'classifier' ? judges(['mnist', 'svhn']) : [])],
      };
    case 'likelihood':
      return { kind, label, config: { train, ...profile.likelihood }, needs };
    case 'latent-space':
    case 'samples':
      return { kind, label, config: { train }, needs };
    default:
      throw new TypeError(`${kind} is not for models of MNIST-SVHN-Text.`);
  }
}

function facesEvaluation({ kind, label, needs }: Begun, train: FacesTrainConfig, request: PlanRequest): WorkUnit {
  const { faces } = request.profile;
  switch (kind) {
    case 'attribute-probe':
      return { kind, label, config: { train, ...faces.probe }, needs };
    case 'attribute-coherence':
      return {
        kind,
        label,
        config: { train, ...faces.generation },
        needs: [...needs, ...(['image', 'text'] as const).map((key) => attributeClassifierUnit(key, train, request))],
      };
    case 'face-samples':
      return { kind, label, config: { train }, needs };
    default:
      throw new TypeError(`${kind} is not for models of CelebA.`);
  }
}

/** The classifier that judges one modality: one for all experiments and seeds. */
function classifierUnit(
  modality: DigitKey,
  { data }: DigitsTrainConfig,
  { profile, backend }: PlanRequest,
): UnitOfKind<'classifier'> {
  const { batchSize, dropout, steps, gates } = profile.classifier;
  return {
    kind: 'classifier',
    label: `classifier-${modality}`,
    config: {
      modality,
      data,
      batchSize,
      dropout,
      steps: steps[modality],
      gate: gates[data.kind][modality],
      ...(data.kind === 'files' && { partialGate: gates.partialFiles[modality] }),
      seed: 1,
      backend,
    },
    needs: [],
  };
}

/** The classifier that tells the attributes of one modality. */
function attributeClassifierUnit(
  modality: FaceKey,
  { data }: FacesTrainConfig,
  { profile, backend }: PlanRequest,
): UnitOfKind<'attribute-classifier'> {
  const { batchSize, width, dropout, steps, gates } = profile.faces.classifier;
  return {
    kind: 'attribute-classifier',
    label: `attribute-classifier-${modality}`,
    config: {
      modality,
      data,
      batchSize,
      width,
      dropout,
      steps: steps[modality],
      gate: gates[data.kind === 'celeba' ? 'files' : 'synthetic'][modality],
      seed: 1,
      backend,
    },
    needs: [],
  };
}

/** All units of a plan and those they need, each once, in the order in which they should run. */
export function unitsOf(plan: readonly ExperimentUnits[]): WorkUnit[] {
  const found = new Map<string, WorkUnit>();
  const add = (unit: WorkUnit): void => {
    for (const need of unit.needs) add(need);
    const key = unitKey(unit);
    if (!found.has(key)) found.set(key, unit);
  };
  for (const { units } of plan) for (const unit of Object.values<WorkUnit>(units)) add(unit);
  return [...found.values()];
}
