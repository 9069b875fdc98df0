import type { Node, SharedBuffer } from '../graph/node.js';
import type { KeyedProgram } from '../graph/program.js';

/** Notes of the backend while the body of a compiled function runs. */
export class Recording {
  /** Entries that waited for their values already, because they failed before. */
  readonly pendingBefore: ReadonlySet<object>;

  constructor(pendingBefore: ReadonlySet<object>) {
    this.pendingBefore = pendingBefore;
  }

  /** Data id behind each input of the graph. */
  readonly fed: Map<Node, object> = new Map();
  /** Host data that the function uploaded, by data id, in order: the array that it gave, and the copy that was made. */
  readonly uploads: Map<object, { readonly given: unknown; readonly buffer: SharedBuffer }> = new Map();
  /** Why the graph was computed before the function had returned, if it was. */
  interruption: string | undefined;
}

/** Where a tensor's values were found when a recording was computed. */
export type Origin =
  | { readonly kind: 'result'; readonly index: number }
  | { readonly kind: 'input'; readonly id: object }
  | { readonly kind: 'value'; readonly buffer: SharedBuffer };

/** A recording once it has been computed. */
export interface Computed {
  /** Nothing to run if the function only passes values on. */
  readonly program: KeyedProgram | undefined;
  /** Data id behind each input of the program. */
  readonly inputs: readonly object[];
  /** Values that the inputs had, held until `release`. */
  readonly values: ReadonlyMap<object, SharedBuffer>;
  /** For each tensor asked about. */
  readonly origins: readonly Origin[];
}
