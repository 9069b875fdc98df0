import { count } from './count.js';
import type { ReductionFacts } from './define-job.js';
import { judgeSettings } from './judge.js';

/** Where judges pass with less than under the whole schedule on the complete official files, or are narrower. */
export function gateReductions({ dataset, data, jobs, whole, gates }: ReductionFacts): string[] {
  const own = judgeSettings.parse(jobs.judge);
  const full = judgeSettings.parse(whole.judge);
  const passed = { ...own.gates[data.source], ...gates };
  const lower = Object.keys(full.gates.files).filter((key) => passed[key]! < full.gates.files[key]!);
  const shown = lower.map((key) => `${passed[key]} instead of ${full.gates.files[key]} (${key})`);
  const measure = dataset.data.target.type === 'class' ? 'an accuracy' : 'a mean average precision';
  return [
    ...(own.width !== undefined && full.width !== undefined && own.width < full.width
      ? [`judges have a width of ${count(own.width)} instead of ${count(full.width)}.`]
      : []),
    ...(lower.length > 0 ? [`judges pass with ${measure} of ${shown.join(', ')}.`] : []),
  ];
}
