import { PolyvaeError } from '@polyvae/errors';

/** A saved model that cannot be read: damaged, of a newer version, or of something else. */
export class ModelFileError extends PolyvaeError {
  override readonly name = 'ModelFileError';
  readonly code = 'model-file';
}
