import { readdirSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../input/user-error.js';
import { mstExperiments, mstFast } from '../paper/mst.js';
import { mstSettings } from '../paper/mst-settings.js';
import { defineDataset } from './dataset.js';
import { digitsData } from './digits-data.js';
import { fileDigest, requireFolder } from './file-digests.js';

const advice = '--data DIR needs DIR/mnist and DIR/svhn; get the official files with: polyvae data download --out DIR';
const expected = {
  mnist: ['MNIST', 'train-images-idx3-ubyte.gz and its three companions'],
  svhn: ['SVHN', 'train_32x32.mat and test_32x32.mat'],
} as const;

/** MNIST-SVHN-Text. */
export const digits = defineDataset('mnist-svhn-text', {
  title: 'MNIST-SVHN-Text',
  data: digitsData,
  code: new URL('./digits-data.js', import.meta.url),
  experiments: mstExperiments,
  settings: mstSettings,
  fast: mstFast,
  officialSize: 1_121_360,
  folders: ['mnist', 'svhn'],
  standIn: 'synthetic digits stand in for MNIST and SVHN',
  items: 'pairs',
  async describe(directory) {
    requireFolder(directory, 'Data folder', advice);
    const paths = { mnist: path.resolve(directory, 'mnist'), svhn: path.resolve(directory, 'svhn') };
    const digests: Record<string, string> = {};
    for (const name of ['mnist', 'svhn'] as const) {
      const [title, files] = expected[name];
      requireFolder(paths[name], title, advice);
      const found = readdirSync(paths[name]).filter((file) => /(-ubyte(\.gz)?|_32x32\.mat)$/.test(file));
      if (found.length === 0) throw new UserError(`${paths[name]} has no data files.`, `Expected ${files}.`);
      for (const file of found.sort()) digests[`${name}/${file}`] = await fileDigest(path.join(paths[name], file));
    }
    return { digests, paths };
  },
});
