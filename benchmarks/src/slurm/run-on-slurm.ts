import { setTimeout as sleep } from 'node:timers/promises';
import type { ScheduleEvents, UnitOutcome } from '../runner/schedule-units.js';
import { unitKey, type WorkUnit } from '../runner/unit.js';
import { claimOn, forgetClaim } from '../runner/unit-claim.js';
import type { UnitStore } from '../runner/unit-store.js';
import type { SlurmSettings } from './job-script.js';
import type { Slurm, SlurmTask } from './slurm.js';
import { type SubmittedUnit, submitUnits, unitsOfTasks } from './submission.js';
import { reasonOfTask } from './task-ending.js';

/** How units are run on Slurm. */
export interface SlurmRunOptions {
  readonly store: UnitStore;
  readonly backend: string;
  readonly slurm: Slurm;
  readonly settings: SlurmSettings;
  /** Ends the waiting; the jobs go on. */
  readonly signal: AbortSignal;
  readonly events: ScheduleEvents & {
    /** A sentence for people: what was submitted, found or left. */
    onNote?(text: string): void;
  };
  /** Between two questions to Slurm: milliseconds. */
  readonly pollEvery?: number;
  /** How long a result may take to appear in a shared file system after its task has ended: milliseconds. */
  readonly settleWithin?: number;
}

/**
 * Computes units as tasks of Slurm's array jobs, reusing what the store holds, and waits for them. Units that Slurm has
 * already from an earlier run are waited for, not submitted again. What fails does not stop the rest.
 * @returns One outcome for each unit, in their order.
 * @throws {UserError} if a job cannot be submitted.
 */
export async function runOnSlurm(units: readonly WorkUnit[], options: SlurmRunOptions): Promise<UnitOutcome[]> {
  const run = new SlurmRun(units, options);
  await run.wait();
  return units.map((unit) => run.outcome(unit));
}

class SlurmRun {
  readonly #keyed: ReadonlyMap<string, WorkUnit>;
  readonly #options: Required<SlurmRunOptions>;
  readonly #outcomes = new Map<string, UnitOutcome>();
  /** What Slurm has. */
  readonly #live = new Map<string, SubmittedUnit>();
  /** What this run has submitted: each unit once. */
  readonly #tried = new Set<string>();
  readonly #started = new Set<string>();
  /** When a unit's task was first found to be gone. */
  readonly #gone = new Map<string, number>();

  constructor(units: readonly WorkUnit[], options: SlurmRunOptions) {
    this.#keyed = new Map(units.map((unit) => [unitKey(unit), unit]));
    this.#options = { pollEvery: 5000, settleWithin: 15_000, ...options };
  }

  outcome(unit: WorkUnit): UnitOutcome {
    const known = this.#outcomes.get(unitKey(unit));
    if (known) return known;
    const job = this.#live.get(unitKey(unit));
    const reason = job ? `Slurm has it as ${job.job}_${job.task}` : 'the run was stopped before it';
    return { unit, state: 'stopped', reason };
  }

  async wait(): Promise<void> {
    const { store, signal, pollEvery, events } = this.#options;
    for (const [key, unit] of this.#keyed) {
      const record = store.read(unit);
      if (record) this.#end(key, { unit, state: 'reused', record });
    }
    if (this.#outcomes.size === this.#keyed.size) return;
    let tasks: readonly SlurmTask[] | undefined = await this.#options.slurm.tasks();
    for (const [key, task] of unitsOfTasks(store.root, tasks)) if (this.#keyed.has(key)) this.#live.set(key, task);
    const found = this.#jobs();
    if (found.length > 0) {
      events.onNote?.(`Slurm has ${this.#live.size} of these work units already, in ${found.join(', ')}`);
    }
    while (!signal.aborted) {
      if (tasks) await this.#goOn(tasks);
      if (this.#outcomes.size === this.#keyed.size) return;
      await sleep(pollEvery, undefined, { signal }).catch(() => {});
      tasks = signal.aborted ? undefined : await this.#ask();
    }
    const left = this.#jobs();
    if (left.length > 0) {
      events.onNote?.(
        `The jobs go on: ${left.join(', ')}. To cancel them: scancel ${left.join(' ')}\n` +
          'Run the same command again to wait for them and collect their results.',
      );
    }
  }

  #jobs(): string[] {
    return [...new Set([...this.#live.values()].map(({ job }) => job))].sort((a, b) => Number(a) - Number(b));
  }

  #end(key: string, outcome: UnitOutcome): void {
    this.#live.delete(key);
    this.#outcomes.set(key, outcome);
    this.#options.events.onEnd?.(outcome);
  }

  /** Whether a needed unit has a result, is being computed, or is about to be submitted. */
  #canCome(need: WorkUnit, rest: readonly (readonly [string, WorkUnit])[]): boolean {
    const key = unitKey(need);
    const outcome = this.#outcomes.get(key);
    return outcome ? outcome.record !== undefined : this.#live.has(key) || rest.some(([other]) => other === key);
  }

  /** Settles what has ended, and submits what nobody has. */
  async #goOn(tasks: readonly SlurmTask[]): Promise<void> {
    this.#follow(tasks);
    for (const [key, unit] of this.#keyed) await this.#settle(key, unit, tasks);
    const rest = [...this.#keyed].filter(([key]) => !this.#outcomes.has(key) && !this.#live.has(key));
    const ready = rest.filter(([, unit]) => unit.needs.every((need) => this.#canCome(need, rest)));
    if (ready.length > 0) await this.#submit(ready, tasks);
  }

  async #submit(ready: readonly (readonly [string, WorkUnit])[], tasks: readonly SlurmTask[]): Promise<void> {
    const { store, backend, slurm, settings, events } = this.#options;
    const has = new Set(tasks.map(({ job, task }) => `${job}_${task}`));
    for (const [key, unit] of ready) {
      this.#tried.add(key);
      // A task that was killed on another machine cannot be seen to be dead from where the unit is computed next.
      forgetClaim(store.directory(unit), ({ slurm: id }) => id !== undefined && !has.has(id));
    }
    const options = { root: store.root, backend, slurm, settings, submitted: this.#live };
    const units = ready.map(([, unit]) => unit);
    for (const note of await submitUnits(units, options)) events.onNote?.(note);
  }

  /** Asks Slurm; undefined while its controller does not answer. */
  async #ask(): Promise<SlurmTask[] | undefined> {
    try {
      return await this.#options.slurm.tasks();
    } catch (error) {
      this.#options.events.onNote?.(`Slurm does not answer, asking again: ${(error as Error).message.trim()}`);
      return undefined;
    }
  }

  /** Tells of tasks that began and how far they are. */
  #follow(tasks: readonly SlurmTask[]): void {
    const { store, events } = this.#options;
    const running = new Set(tasks.filter(({ state }) => state === 'RUNNING').map(({ job, task }) => `${job}_${task}`));
    for (const [key, { job, task }] of this.#live) {
      if (!running.has(`${job}_${task}`)) continue;
      const unit = this.#keyed.get(key)!;
      if (!this.#started.has(key)) events.onStart?.(unit);
      this.#started.add(key);
      const claim = claimOn(store.directory(unit))?.claim;
      if (claim?.slurm === `${job}_${task}` && claim.progress) events.onProgress?.(unit, claim.progress);
    }
  }

  /** Finds out what became of a unit whose task is gone, or that can no longer be computed. */
  async #settle(key: string, unit: WorkUnit, tasks: readonly SlurmTask[]): Promise<void> {
    if (this.#outcomes.has(key)) return;
    const { store, slurm, settleWithin } = this.#options;
    const inQueue = ({ job, task }: SubmittedUnit): boolean =>
      tasks.some((other) => job === other.job && task === other.task);
    const has = this.#live.get(key);
    if (has && inQueue(has)) {
      this.#gone.delete(key);
      return;
    }
    const broken = unit.needs.map((need) => this.#outcomes.get(unitKey(need))).find((need) => need && !need.record);
    const record = store.read(unit);
    if (record) this.#end(key, { unit, state: 'computed', record });
    else if (broken) this.#end(key, { unit, state: 'skipped', reason: `${broken.unit.label} ${broken.state}` });
    else if (has && unit.needs.some((need) => !this.#outcomes.has(unitKey(need)))) {
      // Its job came to it before what it needs: that is being computed anew, or what became of it will soon be known.
      const coming = unit.needs.some((need) => {
        const other = this.#live.get(unitKey(need));
        return !this.#outcomes.has(unitKey(need)) && (!other || inQueue(other));
      });
      if (coming && !this.#tried.has(key)) this.#live.delete(key);
    } else if (has) {
      const since = this.#gone.get(key) ?? performance.now();
      this.#gone.set(key, since);
      if (performance.now() - since < settleWithin) return;
      this.#end(key, { unit, state: 'failed', reason: await reasonOfTask(unit, has, { store, slurm }) });
    }
  }
}
