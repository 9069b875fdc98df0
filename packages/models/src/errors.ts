import { PolyvaeError } from '@polyvae/errors';

/** A batch does not fit the model: unknown or absent modalities, wrong masks, rows with nothing to see. */
export class BatchError extends PolyvaeError {
  override readonly name = 'BatchError';
  readonly code = 'batch';
}

/** A model or an objective is described wrongly: weights, latent sizes, unknown options. */
export class ConfigurationError extends PolyvaeError {
  override readonly name = 'ConfigurationError';
  readonly code = 'configuration';
}
