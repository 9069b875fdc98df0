import type { DataSpec } from './data.js';
import type { Experiment } from './experiment.js';
import type { Profile } from './profile.js';
import type { WorkUnit } from './runner/unit.js';
import { scheduleOf } from './schedule.js';
import type { TrainConfig } from './units/train.js';

/** What a run is to do. */
export interface PlanRequest {
  readonly profile: Profile;
  readonly experiments: readonly Experiment[];
  readonly data: DataSpec;
  readonly seeds: readonly number[];
  readonly backend: string;
}

/** The units of one experiment with one seed. */
export interface ExperimentUnits {
  readonly experiment: Experiment;
  readonly seed: number;
  readonly train: WorkUnit;
  readonly probe: WorkUnit;
  /** Pictures are made for the first seed only. */
  readonly samples?: WorkUnit;
}

/** Relative cost of a step, so that the long ones start first. MVAE decodes once for the joint and once for each single. */
const cost = { mvae: 2, mmvae: 1, mmjsd: 1 } as const;

/** The work units of a request, longest trainings first, evaluations right after their training. */
export function planUnits({ profile, experiments, data, seeds, backend }: PlanRequest): ExperimentUnits[] {
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
      const train: WorkUnit = { kind: 'train', label: `train-${label}`, config, needs: [] };
      const probe: WorkUnit = {
        kind: 'probe',
        label: `probe-${label}`,
        config: { train: config, ...profile.probe },
        needs: [train],
      };
      const samples: WorkUnit = {
        kind: 'samples',
        label: `samples-${label}`,
        config: { train: config },
        needs: [train],
      };
      return { experiment, seed, train, probe, ...(seed === seeds[0] && { samples }) };
    }),
  );
}

/** All units of a plan, in the order in which they should run. */
export function unitsOf(plan: readonly ExperimentUnits[]): WorkUnit[] {
  return plan.flatMap(({ train, probe, samples }) => [train, probe, ...(samples ? [samples] : [])]);
}
