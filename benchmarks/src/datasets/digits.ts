import { existsSync, readdirSync } from 'node:fs';
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

/** Data files of a folder, sorted; of a folder that has the name of one, as some archives unpack, the file in it. */
function dataFilesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter(({ name }) => /(?:-ubyte(?:\.gz)?|_32x32\.mat)$/.test(name))
    .map((entry) => (entry.isDirectory() ? path.posix.join(entry.name, entry.name) : entry.name))
    .filter((name) => existsSync(path.join(folder, name)))
    .sort();
}

/** MNIST-SVHN-Text. */
export const digits = defineDataset('mnist-svhn-text', {
  title: 'MNIST-SVHN-Text',
  data: digitsData,
  code: new URL('./digits-data.js', import.meta.url),
  experiments: mstExperiments,
  settings: mstSettings,
  fast: mstFast,
  officialSize: 1_121_360,
  drawnBytes: 28 * 28 + 32 * 32 * 3,
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
      const found = dataFilesIn(paths[name]);
      if (found.length === 0) throw new UserError(`${paths[name]} has no data files.`, `Expected ${files}.`);
      for (const file of found) digests[`${name}/${file}`] = await fileDigest(path.join(paths[name], file));
    }
    return { digests, paths };
  },
});
