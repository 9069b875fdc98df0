/** How far a unit is. */
export interface UnitProgress {
  /** Steps (or parts) done. */
  readonly done: number;
  readonly total: number;
  /** A few words, such as the current loss. */
  readonly note: string;
}

/** What a unit may use while it runs. */
export interface UnitContext {
  /** Its own folder. */
  readonly directory: string;
  /** Folders of the units it needs, in their order. */
  readonly needs: readonly string[];
  readonly signal: AbortSignal;
  onProgress(progress: UnitProgress): void;
}
