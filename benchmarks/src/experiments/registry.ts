import type { DigitsExperiment, Experiment, FacesExperiment } from '../experiment.js';
import { choices } from '../suggest.js';
import { UserError } from '../user-error.js';
import { celebaMmjsd } from './celeba-mmjsd.js';
import { celebaMmvae } from './celeba-mmvae.js';
import { celebaMvae } from './celeba-mvae.js';
import { mstMmjsd } from './mst-mmjsd.js';
import { mstMmjsdMs } from './mst-mmjsd-ms.js';
import { mstMmvae } from './mst-mmvae.js';
import { mstMmvaeI30 } from './mst-mmvae-i30.js';
import { mstMmvaeMs } from './mst-mmvae-ms.js';
import { mstMvae } from './mst-mvae.js';
import { mstMvaeMs } from './mst-mvae-ms.js';
import { officialCode, officialFacesCode } from './official-code.js';

const six: readonly DigitsExperiment[] = [mstMvae, mstMmvae, mstMmjsd, mstMvaeMs, mstMmvaeMs, mstMmjsdMs];

const three: readonly FacesExperiment[] = [celebaMvae, celebaMmvae, celebaMmjsd];

/** Those of MNIST-SVHN-Text: the paper's six and MMVAE (I=30), then the six as the published code runs them. */
export const digitsExperiments: readonly DigitsExperiment[] = [...six, mstMmvaeI30, ...six.map(officialCode)];

/** Those of CelebA: the paper's three, then the three as the published code runs them. */
export const facesExperiments: readonly FacesExperiment[] = [...three, ...three.map(officialFacesCode)];

/** Every experiment. */
export const experiments: readonly Experiment[] = [...digitsExperiments, ...facesExperiments];

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
