export { type MnistSvhnTextOptions, mnistSvhnText } from './node/mnist-svhn-text.js';
export { readMnist } from './node/read-mnist.js';
export { readSvhn } from './node/read-svhn.js';
