import type { DatasetName } from '../experiment.js';

/** Training items that the official files give. */
export const officialTrainSize: Readonly<Record<DatasetName, number>> = {
  'mnist-svhn-text': 1_121_360,
  celeba: 162_770,
};
