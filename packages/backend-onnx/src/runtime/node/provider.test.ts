import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { train } from '../../../test/fit.js';
import { registerOnnxBackend } from '../../register.js';
import { type ExecutionProvider, knownProviders } from './binding.js';
import { requireProvider } from './provider.js';

/** Why a provider cannot be had here, or undefined. */
function refusal(provider: ExecutionProvider): string | undefined {
  try {
    requireProvider(provider);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test('the CPU is always there', () => {
  expect(knownProviders()).toContain('cpu');
  expect(refusal('cpu')).toBeUndefined();
});

test.each([
  ['cuda', /ONNXRUNTIME_NODE_INSTALL=cuda12 node .*onnxruntime-node.script.install\.js$/],
  ['webgpu', /ONNX Runtime says: .*(adapter|device|Vulkan)[\s\S]*driver/i],
] as const)('%s computes, or its absence is explained', (provider, help) => {
  const reason = refusal(provider);
  if (reason === undefined) return;
  expect(reason).toMatch(new RegExp(`^executionProvider: '${provider}' is not available`));
  expect(reason).toMatch(knownProviders().includes(provider) ? help : / has it for .*linux-x64.*here it has cpu/);
});

test('a provider that is not there is refused at registration, and leaves the backends as they are', async () => {
  const missing = (['webgpu', 'cuda'] as const).find((provider) => refusal(provider) !== undefined);
  if (missing === undefined) return;
  registerOnnxBackend({ name: 'onnx-kept', threads: 1 });
  await tf.setBackend('onnx-kept');
  const x = tf.tensor([1, 2]);
  expect(() => registerOnnxBackend({ name: 'onnx-kept', executionProvider: missing })).toThrow(missing);
  expect(tf.getBackend()).toBe('onnx-kept');
  expect([...x.dataSync()]).toEqual([1, 2]);
  x.dispose();
  tf.removeBackend('onnx-kept');
});

test.runIf(refusal('webgpu') === undefined)(
  'training on webgpu gives what it gives on cpu',
  async () => {
    registerOnnxBackend({ name: 'onnx-webgpu', executionProvider: 'webgpu' });
    const training = {
      layers: () => [
        tf.layers.conv2d({ inputShape: [6, 6, 2], filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }),
        tf.layers.averagePooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 3 }),
      ],
      input: [6, 6, 2],
      output: [3],
      optimizer: () => tf.train.adam(0.01),
    };
    const expected = await train('cpu', training);
    const found = await train('onnx-webgpu', training);
    for (const [i, loss] of expected.losses.entries()) expect(Math.abs(found.losses[i]! - loss)).toBeLessThan(1e-4);
    tf.removeBackend('onnx-webgpu');
  },
  120_000,
);
