import type { Experiment } from '../experiment.js';
import { choices } from '../suggest.js';
import { UserError } from '../user-error.js';
import { mstMmjsd } from './mst-mmjsd.js';
import { mstMmjsdMs } from './mst-mmjsd-ms.js';
import { mstMmvae } from './mst-mmvae.js';
import { mstMmvaeI30 } from './mst-mmvae-i30.js';
import { mstMmvaeMs } from './mst-mmvae-ms.js';
import { mstMvae } from './mst-mvae.js';
import { mstMvaeMs } from './mst-mvae-ms.js';
import { officialCode } from './official-code.js';

const six: readonly Experiment[] = [mstMvae, mstMmvae, mstMmjsd, mstMvaeMs, mstMmvaeMs, mstMmjsdMs];

/** Every experiment: the paper's six of MNIST-SVHN-Text and MMVAE (I=30), then the six as the published code runs them. */
export const experiments: readonly Experiment[] = [...six, mstMmvaeI30, ...six.map(officialCode)];

/**
 * @param name An experiment's id; the prefix `mst-` may be left out, so that `mmjsd` is `mst-mmjsd`.
 * @throws {UserError} if there is none of that name.
 */
export function findExperiment(name: string): Experiment {
  const found = experiments.find(({ id }) => id === name || id === `mst-${name}`);
  if (found) return found;
  const known = experiments.map(({ id }) => id.replace(/^mst-/, ''));
  throw new UserError(`Unknown model '${name}'.`, choices(name, known));
}
