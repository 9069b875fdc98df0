import type { Comparison } from './comparison.js';
import type { GoldenCase, GoldenFile } from './format.js';

/** What became of one case. */
export interface GoldenResult {
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'uncovered';
  /** The number of compared values, the mismatches, or the reason why nothing is compared. */
  readonly detail?: string;
}

/** Everything a case's function gets. */
export interface CaseContext {
  readonly file: GoldenFile;
  readonly comparison: Comparison;
}

/** Nothing if a case was compared, else the reason why it was not. */
export type CaseOutcome = undefined | { readonly uncovered: string };

/** The cases of one kind of golden file (`divergences`, `networks`, …). */
export interface GoldenSuite {
  /** The file's `file` field without `.json`. */
  readonly file: string;
  /** Runs one case; adds disagreements to `context.comparison`. */
  run(goldenCase: GoldenCase, context: CaseContext): CaseOutcome | Promise<CaseOutcome>;
}

/** Checks one case. */
export type CaseFunction = (goldenCase: GoldenCase, context: CaseContext) => void | Promise<void>;

/** A suite of one check for each case, found by the case's name. */
export function suiteByName(file: string, checks: Readonly<Record<string, CaseFunction>>): GoldenSuite {
  return {
    file,
    async run(goldenCase, context) {
      const check = checks[goldenCase.name];
      if (!check) return { uncovered: 'no check for a case of this name' };
      await check(goldenCase, context);
      return undefined;
    },
  };
}
