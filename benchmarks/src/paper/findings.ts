import { joint, toMnist, toSvhn, toText } from './mst-keys.js';

/** One number of a finding: the mean of some columns of its table's row. */
interface FindingPart {
  readonly columns: readonly string[];
  /** Stands before the number where a sentence tells several. */
  readonly of?: string;
}

/** Shares of digits that are right, in a table, which tell in a sentence what a run learned. */
export interface Finding {
  /** Number of the table. */
  readonly table: string;
  /** Of its row without a variant. */
  readonly experiment: string;
  /** Stands before the first number. */
  readonly begin: string;
  /** The first is told with the paper's number, the others after a colon. */
  readonly parts: readonly [FindingPart, ...FindingPart[]];
  /** Stands behind the first number. */
  readonly end: string;
}

/** From both others to each modality. */
const fromTwo = [toMnist, toSvhn, toText].map((keys) => keys.at(-1)!);

const parts: Finding['parts'] = [
  { columns: fromTwo },
  ...['MNIST', 'SVHN', 'text'].map((of, i) => ({ of, columns: [fromTwo[i]!] })),
];

/** What is told first of a run, as far as its tables have the numbers. */
export const findings: readonly Finding[] = [
  {
    table: '1',
    experiment: 'mst-mmjsd',
    begin: 'A linear classifier reads the digit off mmJSD’s joint latents for',
    parts: [{ columns: joint }],
    end: ' of the test items',
  },
  {
    table: '2',
    experiment: 'mst-mmjsd',
    begin: 'What mmJSD generates from two modalities in place of the third shows the right digit in',
    parts,
    end: ' of cases',
  },
  {
    table: '2',
    experiment: 'mst-mmjsd-ms',
    begin: 'With latents of each modality’s own beside the shared ones it is',
    parts,
    end: '',
  },
];
