import type { DataSpec } from './data.js';
import type { Experiment } from './experiment.js';
import type { Profile } from './profile.js';
import { type EvaluationKind, type UnitOfKind, unitKey, type WorkUnit } from './runner/unit.js';
import { scheduleOf } from './schedule.js';
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
}

/** The units of one experiment with one seed: its training, and those evaluations that were asked for. */
export interface ExperimentUnits {
  readonly experiment: Experiment;
  readonly seed: number;
  readonly units: { readonly train: UnitOfKind<'train'> } & { readonly [Kind in EvaluationKind]?: UnitOfKind<Kind> };
}

/** Kinds whose results are shown for the first seed only. */
const firstSeedOnly: readonly EvaluationKind[] = ['samples'];

/** Relative cost of a step, so that the long ones start first. MVAE decodes once for the joint and once for each single. */
const cost = { mvae: 2, mmvae: 1, mmjsd: 1 } as const;

/** The work units of a request, longest trainings first, evaluations right after their training. */
export function planUnits(request: PlanRequest): ExperimentUnits[] {
  const { profile, experiments, data, seeds, backend, kinds } = request;
  const ordered = [...experiments].sort((a, b) => cost[b.objective] - cost[a.objective]);
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
        evaluationUnit(kind, train, { label: `${kind}-${label}`, profile }),
      ]);
      return { experiment, seed, units: { train, ...Object.fromEntries(evaluations) } };
    }),
  );
}

function evaluationUnit(
  kind: EvaluationKind,
  train: UnitOfKind<'train'>,
  { label, profile }: { readonly label: string; readonly profile: Profile },
): WorkUnit {
  switch (kind) {
    case 'probe':
      return { kind, label, config: { train: train.config, ...profile.probe }, needs: [train] };
    case 'samples':
      return { kind, label, config: { train: train.config }, needs: [train] };
  }
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
