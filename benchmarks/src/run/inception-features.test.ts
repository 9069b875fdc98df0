import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeSafetensors } from '@polyvae/training';
import { expect, test } from 'vitest';
import { inceptionFeatures } from './inception-features.js';

const whole = encodeSafetensors([['x', { dtype: 'F32', shape: [1], data: Float32Array.of(1) }]]);

test.each<[string, Uint8Array, RegExp]>([
  ['damaged', new TextEncoder().encode('not weights at all'), /weights\.safetensors cannot be used: /],
  ['cut off', whole.subarray(0, -2), /weights\.safetensors cannot be used: .*truncated|shorter|ends/],
  [
    'those of something else',
    whole,
    /cannot be used: inceptionV3\(tensors\): expected a tensor 'Conv2d_1a_3x3\.weight'/,
  ],
])('weights that are %s are noticed before a run begins', (_, bytes, message) => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'polyvae-')), 'weights.safetensors');
  writeFileSync(file, bytes);
  expect(() => inceptionFeatures(file)).toThrow(message);
  expect(() => inceptionFeatures(file)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('convert-inception.py') }),
  );
});
