import type { DataSpec } from './data.js';
import type { Experiment } from './experiment.js';
import type { Profile } from './profile.js';
import { type EvaluationKind, type UnitOfKind, unitKey, type WorkUnit } from './runner/unit.js';
import { scheduleOf } from './schedule.js';
import type { DigitKey } from './units/build-model.js';
import type { FeatureSpec } from './units/feature-spec.js';
import type { TrainConfig } from './units/train.js';

/** What a run is to do. */
export interface PlanRequest {
  readonly profile: Profile;
  readonly experiments: readonly Experiment[];
  readonly data: DataSpec;
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
const firstSeedOnly: readonly EvaluationKind[] = ['samples', 'latent-space'];

/**
 * Relative cost of a step, so that the long ones start first. MVAE decodes once for the joint and once for each single;
 * importance samples are decoded from every modality's posterior.
 */
function cost({ objective, importance }: Experiment): number {
  return importance ? 2 * importance.samples : objective === 'mvae' ? 2 : 1;
}

/** The work units of a request, longest trainings first, evaluations right after their training. */
export function planUnits(request: PlanRequest): ExperimentUnits[] {
  const { profile, experiments, data, seeds, backend, kinds } = request;
  const classifier = (modality: DigitKey): UnitOfKind<'classifier'> => classifierUnit(modality, request);
  const ordered = [...experiments].sort((a, b) => cost(b) - cost(a));
  return seeds.flatMap((seed) =>
    ordered.map((experiment): ExperimentUnits => {
      const config: TrainConfig = {
        experiment,
        schedule: scheduleOf(experiment, profile),
        data,
        validationSize: profile.validationSize,
        seed,
        backend,
      };
      const label = `${experiment.id}-seed-${seed}`;
      const train: UnitOfKind<'train'> = { kind: 'train', label: `train-${label}`, config, needs: [] };
      const wanted = kinds.filter((kind) => seed === seeds[0] || !firstSeedOnly.includes(kind));
      const evaluations = wanted.map((kind) => [
        kind,
        evaluationUnit(kind, train, { label: `${kind}-${label}`, request, classifier }),
      ]);
      return { experiment, seed, units: { train, ...Object.fromEntries(evaluations) } };
    }),
  );
}

function evaluationUnit(
  kind: EvaluationKind,
  train: UnitOfKind<'train'>,
  {
    label,
    request,
    classifier,
  }: {
    readonly label: string;
    readonly request: PlanRequest;
    classifier(modality: DigitKey): UnitOfKind<'classifier'>;
  },
): WorkUnit {
  const { profile, features = { kind: 'classifier' } } = request;
  const judges = (modalities: readonly DigitKey[]): WorkUnit[] => modalities.map(classifier);
  switch (kind) {
    case 'probe':
      return { kind, label, config: { train: train.config, ...profile.probe }, needs: [train] };
    case 'coherence':
      return {
        kind,
        label,
        config: { train: train.config, ...profile.coherence },
        needs: [train, ...judges(['mnist', 'svhn', 'text'])],
      };
    case 'quality':
      return {
        kind,
        label,
        config: { train: train.config, ...profile.quality, features },
        needs: [train, ...(features.kind === 'classifier' ? judges(['mnist', 'svhn']) : [])],
      };
    case 'likelihood':
      return { kind, label, config: { train: train.config, ...profile.likelihood }, needs: [train] };
    case 'latent-space':
    case 'samples':
      return { kind, label, config: { train: train.config }, needs: [train] };
  }
}

/** The classifier that judges one modality: one for all experiments and seeds. */
function classifierUnit(modality: DigitKey, { profile, data, backend }: PlanRequest): UnitOfKind<'classifier'> {
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
