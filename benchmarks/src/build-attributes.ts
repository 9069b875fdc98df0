import { faceAttributes } from '@polyvae/datasets';
import type { AttributesFigure, AttributesLine, AttributesSpec } from './figure.js';
import type { ExperimentUnits } from './plan.js';
import type { UnitOutcome } from './runner/schedule-units.js';
import { unitKey } from './runner/unit.js';
import { minuteOf } from './runner/unit-status.js';
import { summarise } from './summarise.js';
import type { TableContext } from './table.js';
import type { AttributeCoherenceResult } from './units/attribute-coherence.js';
import type { AttributeProbeUnitResult } from './units/attribute-probe.js';
import { byFrequency } from './units/by-frequency.js';

type Result = AttributeProbeUnitResult | AttributeCoherenceResult;

/** Fills a figure of attributes from the outcomes of a run; the most frequent attribute comes first. */
export function buildAttributes(
  spec: AttributesSpec,
  plan: readonly ExperimentUnits[],
  outcomes: readonly UnitOutcome[],
  context: TableContext,
): AttributesFigure {
  const byKey = new Map(outcomes.map((outcome) => [unitKey(outcome.unit), outcome]));
  const notes = new Set<string>();
  const outcomesOf = (id: string): UnitOutcome[] =>
    plan
      .filter(({ experiment }) => experiment.id === id)
      .flatMap(({ units }) => units[spec.unit] ?? [])
      .map((unit) => byKey.get(unitKey(unit))!);
  const resultsOf = (own: readonly UnitOutcome[]): Result[] =>
    own.flatMap(({ record }) => (record ? [record.result as Result] : []));
  const all = spec.lines.map(({ experiment }) => outcomesOf(experiment));
  const frequencies = all.flatMap(resultsOf)[0]?.frequencies ?? [];
  const order = byFrequency(frequencies);
  for (const result of all.flatMap(resultsOf)) for (const note of result.notes) notes.add(note);
  const panels = spec.panels.map(({ title, key }) => {
    const lines = spec.lines.flatMap(({ label, experiment }, i): AttributesLine[] => {
      const own = all[i]!;
      if (own.length === 0) return [];
      // The posterior that the paper shows.
      const rows = resultsOf(own).map(({ attributes }) => attributes.default![key]!);
      const cells = rows.length === 0 ? [] : order.map((attribute) => summarise(rows.map((row) => row[attribute]!)));
      const missing = own.find(({ record }) => !record);
      const reused = own.flatMap(({ state, record }) => (state === 'reused' ? [record!.computedAt] : [])).sort();
      return [
        {
          label,
          experiment,
          values: cells.map(({ ours }) => ours!),
          sd: cells.flatMap(({ sd }) => sd ?? []),
          ...(reused[0] && { computedEarlier: minuteOf(reused[0]) }),
          ...(missing && { missing: missing.reason ?? missing.state }),
        },
      ];
    });
    const guessing: AttributesLine = {
      label: 'frequency',
      experiment: '',
      values: order.map((attribute) => frequencies[attribute] ?? 0),
      sd: [],
    };
    return { title, lines: frequencies.length > 0 ? [...lines, guessing] : lines };
  });
  const { number, title, caption } = spec;
  const attributes = order.map((attribute) => faceAttributes[attribute]!.replaceAll('_', ' '));
  return { number, title, caption, attributes, panels, notes: [...notes], context };
}
