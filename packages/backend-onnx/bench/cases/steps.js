import { createCelebA } from './celeba.js';
import { createConvnet } from './convnet.js';
import { createDigits } from './digits.js';
import { createRandom } from './random.js';
import { createTraining } from './train.js';

/** Training steps by name, with the batch and the number of steps they are measured with unless told otherwise. */
export const STEPS = {
  digits: { create: createDigits, batch: 256, steps: 20, title: 'mmJSD on MNIST-SVHN-Text' },
  celeba: { create: createCelebA, batch: 64, steps: 3, title: 'mmJSD on CelebA, residual networks' },
  convnet: { create: createConvnet, batch: 128, steps: 20, title: 'tfjs-layers convnet on MNIST' },
};

/** `step()` resolves to the loss; a case with its own step is not compiled. */
export function createStep(name, batch, compile, seed = 1) {
  const made = STEPS[name].create(batch, createRandom(seed));
  return { ...made, step: made.step ?? createTraining(made, compile) };
}
