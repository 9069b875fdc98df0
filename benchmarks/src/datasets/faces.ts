import path from 'node:path';
import { DataFileError } from '@polyvae/datasets';
import { celebaFiles } from '@polyvae/datasets/node';
import { isPolyvaeError } from '@polyvae/errors';
import { celebaExperiments, celebaFast } from '../paper/celeba.js';
import { celebaSettings } from '../paper/celeba-settings.js';
import { defineDataset } from './dataset.js';
import { facesData } from './faces-data.js';
import { fileDigest, filesDigest, requireFolder } from './file-digests.js';

const advice =
  '--data DIR needs DIR/celeba with img_align_celeba/, list_attr_celeba.txt and list_eval_partition.txt; get them from ' +
  'https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html (for non-commercial research only).';

/** What the reader's advice calls an option is another on the command line. */
const commandOptions: Readonly<Record<string, string>> = {
  'with the option `partition`': 'with --celeba-partition FILE',
  'with the option `cache`': 'with --celeba-cache DIR',
  'pass `skipCorrupt: true`': 'add --skip-corrupt',
};
const libraryOptions = new RegExp(Object.keys(commandOptions).join('|'), 'g');

/** CelebA with its attributes as text. */
export const faces = defineDataset('celeba', {
  title: 'CelebA',
  data: facesData,
  code: new URL('./faces-data.js', import.meta.url),
  experiments: celebaExperiments,
  settings: celebaSettings,
  fast: celebaFast,
  officialSize: 162_770,
  drawnBytes: 64 * 64 * 3,
  folders: ['celeba'],
  standIn: 'synthetic faces stand in for CelebA',
  items: 'faces',
  options: [
    {
      flags: '--celeba-partition <file>',
      name: 'celebaPartition',
      description: "which of CelebA's images are for what, instead of its own list",
    },
    {
      flags: '--celeba-cache <dir>',
      name: 'celebaCache',
      description: 'where decoded images are kept (default: beside the images)',
    },
    {
      flags: '--skip-corrupt',
      name: 'skipCorrupt',
      description: "goes on without CelebA's images that are missing or damaged",
    },
  ],
  async describe(data, { celebaPartition: partition, celebaCache: cache, skipCorrupt }) {
    const directory = path.join(data, 'celeba');
    requireFolder(directory, 'CelebA', advice);
    const files = await celebaFiles(directory, partition ? path.resolve(String(partition)) : undefined);
    return {
      ...(skipCorrupt === true && { skipCorrupt }),
      digests: {
        images: await filesDigest(files.folder, files.images),
        attributes: await fileDigest(files.attributes),
        partition: await fileDigest(files.partition),
      },
      paths: {
        celeba: path.resolve(directory),
        partition: path.resolve(files.partition),
        ...(cache && { cache: path.resolve(String(cache)) }),
      },
    };
  },
  explain(error) {
    if (!isPolyvaeError(error) || error.code !== 'data-file') return error;
    const { problem } = error as DataFileError;
    const own = problem.advice.replace(libraryOptions, (option) => commandOptions[option]!);
    return new DataFileError({ ...problem, advice: own });
  },
});
