import type { Sweep, SweepLine, SweepPoint, SweepSpec } from './figure.js';
import type { ExperimentUnits } from './plan.js';
import type { UnitOutcome } from './runner/schedule-units.js';
import { unitKey } from './runner/unit.js';
import { minuteOf } from './runner/unit-status.js';
import { summarise } from './summarise.js';
import type { TableContext } from './table.js';
import type { EvaluationResult } from './units/evaluation-result.js';

/** Mean of a line's keys; absent if one of them is. */
function lineValue({ keys }: SweepLine, outcome: UnitOutcome): number[] {
  const values = (outcome.record?.result as EvaluationResult | undefined)?.values.default;
  const found = keys.flatMap((key) => values?.[key] ?? []);
  return found.length === keys.length ? [found.reduce((sum, value) => sum + value, 0) / keys.length] : [];
}

/** Fills a sweep from the outcomes of a run. */
export function buildSweep(
  spec: SweepSpec,
  plan: readonly ExperimentUnits[],
  outcomes: readonly UnitOutcome[],
  context: TableContext,
): Sweep {
  const byKey = new Map(outcomes.map((outcome) => [unitKey(outcome.unit), outcome]));
  const notes = new Set<string>();
  const panels = spec.panels.map(({ title, unit, metric, lines }) => ({
    title,
    metric,
    lines: lines.map((line) => ({
      ...line,
      points: spec.points.map(({ x, experiment: { id } }): SweepPoint => {
        const own = plan
          .filter(({ experiment }) => experiment.id === id)
          .flatMap(({ units }) => units[unit] ?? [])
          .map((planned) => byKey.get(unitKey(planned))!);
        for (const { record } of own) {
          for (const note of (record?.result as EvaluationResult | undefined)?.notes ?? []) notes.add(note);
        }
        const reused = own.flatMap(({ state, record }) => (state === 'reused' ? [record!.computedAt] : [])).sort();
        const missing = own.find(({ record }) => !record);
        const { ours: y, sd, values } = summarise(own.flatMap((outcome) => lineValue(line, outcome)));
        return {
          x,
          experiment: id,
          values,
          ...(y !== undefined && { y }),
          ...(sd !== undefined && { sd }),
          ...(reused[0] && { computedEarlier: minuteOf(reused[0]) }),
          ...(missing && { missing: missing.reason ?? missing.state }),
        };
      }),
    })),
  }));
  const { number, title, caption, xTitle } = spec;
  return { number, title, caption, xTitle, panels, notes: [...notes], context };
}
