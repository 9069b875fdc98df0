/** A file as its publishers offer it. */
export interface PublishedFile {
  readonly name: string;
  readonly bytes: number;
  readonly checksum: { readonly algorithm: 'md5' | 'sha256'; readonly hex: string };
}

/** The files of a dataset and where they are offered. */
export interface PublishedFiles {
  readonly title: string;
  readonly files: readonly PublishedFile[];
  /** Addresses of folders that hold the files, tried in this order. */
  readonly mirrors: readonly string[];
}

/** Datasets that `downloadDataset` knows. */
export type DatasetName = 'mnist' | 'svhn';

/** The official files; sizes and checksums are those their publishers and the common loaders state. */
export const publishedFiles: Readonly<Record<DatasetName, PublishedFiles>> = {
  mnist: {
    title: 'MNIST',
    files: [
      {
        name: 'train-images-idx3-ubyte.gz',
        bytes: 9_912_422,
        checksum: { algorithm: 'md5', hex: 'f68b3c2dcbeaaa9fbdd348bbdeb94873' },
      },
      {
        name: 'train-labels-idx1-ubyte.gz',
        bytes: 28_881,
        checksum: { algorithm: 'md5', hex: 'd53e105ee54ea40749a09fcbcd1e9432' },
      },
      {
        name: 't10k-images-idx3-ubyte.gz',
        bytes: 1_648_877,
        checksum: { algorithm: 'md5', hex: '9fb629c4189551a2d022fa330f9573f3' },
      },
      {
        name: 't10k-labels-idx1-ubyte.gz',
        bytes: 4_542,
        checksum: { algorithm: 'md5', hex: 'ec29112dd5afa0611ce80d1b7f02629c' },
      },
    ],
    mirrors: [
      'https://ossci-datasets.s3.amazonaws.com/mnist/',
      'https://storage.googleapis.com/cvdf-datasets/mnist/',
      'http://yann.lecun.com/exdb/mnist/',
    ],
  },
  svhn: {
    title: 'SVHN (cropped digits)',
    files: [
      {
        name: 'train_32x32.mat',
        bytes: 182_040_794,
        checksum: { algorithm: 'md5', hex: 'e26dedcc434d2e4c54c9b2d4a06d8373' },
      },
      {
        name: 'test_32x32.mat',
        bytes: 64_275_384,
        checksum: { algorithm: 'md5', hex: 'eb5a983be6a315427106f1b164d9cef3' },
      },
    ],
    mirrors: ['http://ufldl.stanford.edu/housenumbers/', 'https://ufldl.stanford.edu/housenumbers/'],
  },
};
