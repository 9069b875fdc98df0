import { createHash } from 'node:crypto';
import path from 'node:path';
import { isPolyvaeError } from '@polyvae/errors';
import { type InceptionVariant, inceptionV3 } from '@polyvae/metrics';
import { decodeSafetensors } from '@polyvae/training';
import { UserError } from '../input/user-error.js';
import { type FeatureSpec, readInceptionFile } from '../jobs/compute/features.js';

/**
 * The specification of Inception features. The weights are looked through now, since they are used only hours after a run has
 * begun.
 * @param file Weights, as `convert-inception.py` of the metrics package makes them.
 * @throws {JobsError} if the file cannot be read.
 * @throws {UserError} if it is damaged, or holds other weights.
 */
export function inceptionFeatures(file: string, variant: InceptionVariant = 'fid'): FeatureSpec {
  const bytes = readInceptionFile(file);
  try {
    const { tensors } = decodeSafetensors(bytes, file);
    inceptionV3(tensors, { variant }).dispose();
    for (const [name, { data }] of tensors) {
      if (!(data instanceof Float32Array) || data.every(Number.isFinite)) continue;
      throw new UserError(`expected numbers in '${name}', found some that are not finite`);
    }
  } catch (error) {
    if (!isPolyvaeError(error)) throw error;
    throw new UserError(
      `Inception's weights ${file} cannot be used: ${error.message}`,
      'Convert them again with convert-inception.py of @polyvae/metrics.',
    );
  }
  const digest = createHash('sha256').update(bytes).digest('hex');
  return { name: 'inception', variant, digest, paths: { weights: path.resolve(file) } };
}
