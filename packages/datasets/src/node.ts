export { type DownloadedFile, type DownloadOptions, downloadDataset } from './node/download-dataset.js';
export { DownloadError } from './node/download-error.js';
export { type MnistSvhnTextOptions, mnistSvhnText } from './node/mnist-svhn-text.js';
export type { OpenFile } from './node/partial-file.js';
export type { DownloadProgress } from './node/progress-meter.js';
export { type DatasetName, type PublishedFile, type PublishedFiles, publishedFiles } from './node/published-files.js';
export { readMnist } from './node/read-mnist.js';
export { readSvhn } from './node/read-svhn.js';
