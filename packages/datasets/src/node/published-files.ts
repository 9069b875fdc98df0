/** A file as its publishers offer it. */
export interface PublishedFile {
  /** Name of the file. */
  readonly name: string;
  /** Size of the file. */
  readonly bytes: number;
  /** Checksum of the file, in hexadecimal digits. */
  readonly checksum: { readonly algorithm: 'md5' | 'sha256'; readonly hex: string };
}

/** The files of a dataset and where they are offered. */
export interface PublishedFiles {
  /** Name of the dataset, for messages. */
  readonly title: string;
  /** The files that it consists of. */
  readonly files: readonly PublishedFile[];
  /** Addresses of folders that hold the files, tried in this order. */
  readonly mirrors: readonly string[];
}

/** Datasets that `downloadDataset` knows. */
export type DatasetName = 'mnist' | 'svhn';

function md5(name: string, bytes: number, hex: string): PublishedFile {
  return { name, bytes, checksum: { algorithm: 'md5', hex } };
}

/** The official files; sizes and checksums are those their publishers and the common loaders state. */
export const publishedFiles: Readonly<Record<DatasetName, PublishedFiles>> = {
  mnist: {
    title: 'MNIST',
    files: [
      md5('train-images-idx3-ubyte.gz', 9_912_422, 'f68b3c2dcbeaaa9fbdd348bbdeb94873'),
      md5('train-labels-idx1-ubyte.gz', 28_881, 'd53e105ee54ea40749a09fcbcd1e9432'),
      md5('t10k-images-idx3-ubyte.gz', 1_648_877, '9fb629c4189551a2d022fa330f9573f3'),
      md5('t10k-labels-idx1-ubyte.gz', 4_542, 'ec29112dd5afa0611ce80d1b7f02629c'),
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
      md5('train_32x32.mat', 182_040_794, 'e26dedcc434d2e4c54c9b2d4a06d8373'),
      md5('test_32x32.mat', 64_275_384, 'eb5a983be6a315427106f1b164d9cef3'),
    ],
    mirrors: ['http://ufldl.stanford.edu/housenumbers/', 'https://ufldl.stanford.edu/housenumbers/'],
  },
};
