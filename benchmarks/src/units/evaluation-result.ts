/** What every unit that fills tables gives, besides what is its own. */
export interface EvaluationResult {
  /** By variant (`default` is what the paper's tables show) and key of a table's column. */
  readonly values: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Standard errors of the values, where they are means over items. */
  readonly standardErrors?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What the numbers were made with, one sentence each; printed below the tables that show them. */
  readonly notes: readonly string[];
}
