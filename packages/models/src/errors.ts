/** A tensor does not have the shape that a function needs. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';

  constructor(what: string, expected: string, found: readonly number[], hint?: string) {
    super(`${what}: expected shape ${expected}, found [${found.join(', ')}]${hint ? `; ${hint}` : ''}.`);
  }
}

/** A batch does not fit the model: unknown or absent modalities, wrong masks, rows with nothing to see. */
export class BatchError extends Error {
  override readonly name = 'BatchError';
}

/** A model or an objective is described wrongly: weights, latent sizes, unknown options. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
