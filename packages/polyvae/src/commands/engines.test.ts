import { expect, test } from 'vitest';
import { run } from '../../test/run-command.js';

test('engines take steps, or say why not', async () => {
  const { code, out } = await run('engines', 'onnx-web', 'wasm', '--batch', '4', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    batch: 4,
    engines: [
      { engine: 'onnx-web', trains: true, milliseconds: expect.any(Number) },
      { engine: 'wasm', trains: false, reason: expect.stringMatching(/^The backend 'wasm' cannot train/) },
    ],
  });
}, 120_000);
