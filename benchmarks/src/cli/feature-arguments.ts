import { type Command, Option } from 'commander';
import { type FeatureSpec, inceptionFeatures } from '../units/feature-spec.js';
import { UserError } from '../user-error.js';

/** `--features` and `--inception-weights`. */
export interface FeatureArguments {
  readonly features: FeatureSpec['kind'];
  readonly inceptionWeights?: string;
}

/** Adds `--features` and `--inception-weights`. */
export function withFeatures(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--features <name>',
        "in which generated images are compared: the modality's classifier's, raw pixels, or Inception's",
      )
        .choices(['classifier', 'pixels', 'inception'])
        .default('classifier'),
    )
    .option(
      '--inception-weights <file>',
      'for --features inception: weights that convert-inception.py of @polyvae/metrics wrote',
    );
}

/**
 * The features that the options ask for.
 * @throws {UserError} if weights are missing, cannot be read, or are of no use.
 */
export function featuresOf({ features, inceptionWeights: weights }: FeatureArguments): FeatureSpec {
  if (features !== 'inception') {
    if (weights === undefined) return { kind: features };
    throw new UserError('--inception-weights is for --features inception.', 'Add it, or leave the weights out.');
  }
  if (weights === undefined) {
    throw new UserError(
      '--features inception needs a file of weights.',
      'Convert them with convert-inception.py of @polyvae/metrics, and give --inception-weights FILE.',
    );
  }
  return inceptionFeatures(weights);
}
