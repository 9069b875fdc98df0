export interface TestResult {
  readonly name: string;
  readonly status: string;
  readonly messages: readonly string[];
}

export interface Counts {
  readonly ran: number;
  readonly passed: number;
  readonly failed: number;
  readonly excluded: number;
}

export declare function judge(
  results: readonly TestResult[],
  exclusions: Readonly<Record<string, string>>,
  whole: boolean,
): { counts: Counts; problems: string[] };
