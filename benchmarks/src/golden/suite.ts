import type { Comparison } from './comparison.js';
import type { GoldenCase, GoldenFile } from './format.js';

/** What became of one case. */
export interface GoldenResult {
  readonly name: string;
  /** `exception`: a slip of the published evaluation code that is not reproduced; `detail` says why. */
  readonly status: 'passed' | 'failed' | 'uncovered' | 'exception';
  readonly detail?: string;
}

/** Everything a case's function gets. */
export interface CaseContext {
  readonly file: GoldenFile;
  readonly comparison: Comparison;
}

/** What a case function may return instead of nothing (which means: compared). */
export type CaseOutcome = undefined | { readonly uncovered: string } | { readonly exception: string };

/** The cases of one kind of golden file (`divergences`, `networks`, …). */
export interface GoldenSuite {
  /** The file's `file` field without `.json`. */
  readonly file: string;
  /** Runs one case; adds disagreements to `context.comparison`. */
  run(goldenCase: GoldenCase, context: CaseContext): CaseOutcome | Promise<CaseOutcome>;
}
