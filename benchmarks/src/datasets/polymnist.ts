import path from 'node:path';
import { polyMnistFiles } from '@polyvae/datasets/node';
import { polymnistExperiments, polymnistFast, polymnistSettings } from '../paper/polymnist.js';
import { type Dataset, defineDataset } from './dataset.js';
import { filesDigest, requireFolder } from './file-digests.js';
import { polymnistData } from './polymnist-data.js';

/** PolyMNIST: five images of one digit, each on a background of its own. */
export const polymnist: Dataset = defineDataset('polymnist', {
  title: 'PolyMNIST',
  data: polymnistData,
  code: new URL('./polymnist-data.js', import.meta.url),
  experiments: polymnistExperiments,
  settings: polymnistSettings,
  fast: polymnistFast,
  officialSize: 60_000,
  drawnBytes: 28 * 28,
  folders: ['polymnist'],
  standIn: 'drawn digits on drawn textures stand in for PolyMNIST',
  items: 'items',
  async describe(data) {
    const directory = path.join(data, 'polymnist');
    requireFolder(directory, 'PolyMNIST', '--data DIR needs DIR/polymnist with train/m0 … m4 and test/m0 … m4.');
    const parts = Object.entries(await polyMnistFiles(directory));
    const digests: Record<string, string> = {};
    for (const [part, { folder, names }] of parts) {
      for (const key of polymnistData.modalities.map((modality) => modality.key)) {
        digests[`${part}/${key}`] = await filesDigest(path.join(folder, key), names);
      }
    }
    return { digests, paths: { polymnist: path.resolve(directory) } };
  },
});
