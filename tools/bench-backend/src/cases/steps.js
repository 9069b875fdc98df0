import { createCelebA } from './celeba.js';
import { createConvnet } from './convnet.js';
import { createDigits } from './digits.js';
import { createRandom } from './random.js';
import { createTraining } from './train.js';

/**
 * Training steps by name: batches and number of steps they are measured with unless told otherwise, the batch that
 * PyTorch's losses are compared at, and the floating point operations per row of the batch: the matrix products of the
 * networks, forward and for both gradients.
 */
export const STEPS = {
  digits: {
    create: createDigits,
    title: 'mmJSD on MNIST-SVHN-Text',
    batches: [32, 256, 1024],
    steps: 10,
    verifyBatch: 16,
    flops: 53e6,
    jit: true,
  },
  celeba: {
    create: createCelebA,
    title: 'mmJSD on CelebA, residual networks',
    batches: [64],
    steps: 2,
    verifyBatch: 8,
    flops: 9020e6,
    jit: true,
  },
  convnet: {
    create: createConvnet,
    title: 'tfjs-layers convnet on MNIST',
    batches: [128],
    steps: 10,
    verifyBatch: 16,
    flops: 72e6,
    jit: false,
  },
};

/** `step(drawn)` resolves to the loss; a case with its own step is not compiled. */
export function createStep(name, batch, compile, seed = 1) {
  const made = STEPS[name].create(batch, createRandom(seed));
  return { ...made, step: made.step ?? createTraining(made, compile) };
}
