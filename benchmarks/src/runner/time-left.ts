import type { UnitOutcome } from './schedule-units.js';
import { type UnitKind, unitKey, type WorkUnit } from './unit.js';
import type { UnitProgress } from './unit-events.js';

interface Running {
  readonly unit: WorkUnit;
  readonly began: number;
  /** Its first news: loading and compiling are over, and a resumed training does not start at 0. */
  first?: { readonly time: number; readonly done: number };
  latest: { time: number; done: number; total: number };
}

/** Rough seconds of units whose kind has not been seen yet; only for the first minute's estimate. */
const guess: Readonly<Record<UnitKind, number>> = {
  train: 60,
  classifier: 30,
  probe: 4,
  coherence: 8,
  quality: 10,
  likelihood: 10,
  'latent-space': 2,
  samples: 2,
  'attribute-classifier': 20,
  'attribute-probe': 8,
  'attribute-coherence': 8,
  'face-samples': 2,
};

/** Estimates the time left of a run from what its units have taken so far. */
export class TimeLeft {
  readonly #waiting = new Map<string, WorkUnit>();
  readonly #running = new Map<string, Running>();
  readonly #seconds = new Map<string, number[]>();
  readonly #lanes: number;
  readonly #now: () => number;

  /** @param lanes Units that run at the same time. */
  constructor(units: readonly WorkUnit[], lanes: number, now: () => number = () => performance.now()) {
    for (const unit of units) this.#waiting.set(unitKey(unit), unit);
    this.#lanes = lanes;
    this.#now = now;
  }

  start(unit: WorkUnit): void {
    const key = unitKey(unit);
    this.#waiting.delete(key);
    this.#running.set(key, { unit, began: this.#now(), latest: { time: 0, done: 0, total: 0 } });
  }

  progress(unit: WorkUnit, { done, total }: UnitProgress): void {
    const running = this.#running.get(unitKey(unit));
    if (!running) return;
    const time = this.#now();
    running.first ??= { time, done };
    running.latest = { time, done, total };
  }

  end({ unit, state }: UnitOutcome): void {
    const key = unitKey(unit);
    const running = this.#running.get(key);
    if (running && state === 'computed') {
      const seconds = (this.#now() - running.began) / 1000;
      for (const group of [this.#group(unit), unit.kind]) {
        this.#seconds.set(group, [...(this.#seconds.get(group) ?? []), seconds]);
      }
    }
    this.#waiting.delete(key);
    this.#running.delete(key);
  }

  #group(unit: WorkUnit): string {
    if (unit.kind !== 'train') return unit.kind;
    const { dataset, objective } = unit.config.experiment;
    return `train ${dataset} ${objective}`;
  }

  #expected(unit: WorkUnit): number {
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const seen = this.#seconds.get(this.#group(unit)) ?? this.#seconds.get(unit.kind);
    if (seen) return mean(seen);
    const rates = [...this.#running.values()].flatMap((running) => this.#whole(running, unit.kind));
    return rates.length > 0 ? mean(rates) : guess[unit.kind];
  }

  /** Seconds that a running unit will have taken in all; empty until that can be told. */
  #whole({ unit, began, first, latest }: Running, kind: UnitKind): number[] {
    if (unit.kind !== kind || !first || latest.done <= first.done) return [];
    const perStep = (latest.time - first.time) / (latest.done - first.done);
    return [(first.time - began + perStep * (latest.total - first.done)) / 1000];
  }

  /** Seconds. */
  estimate(): number {
    let sum = 0;
    let longest = 0;
    for (const running of this.#running.values()) {
      const whole = this.#whole(running, running.unit.kind)[0] ?? this.#expected(running.unit);
      const left = Math.max(0, whole - (this.#now() - running.began) / 1000);
      sum += left;
      longest = Math.max(longest, left);
    }
    for (const unit of this.#waiting.values()) sum += this.#expected(unit);
    return Math.max(longest, sum / this.#lanes);
  }
}
