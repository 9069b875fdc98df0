import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { folder, run, tiny } from '../test/run-command.js';

describe('help', () => {
  const commands = [
    'bench',
    'train',
    'evaluate',
    'sample',
    'table',
    'figure',
    'step',
    'status',
    'work',
    'data',
    'data download',
  ];
  test.each(['', '--help', ...commands.map((command) => `${command} --help`)])(
    'polyvae %s explains itself',
    async (line) => {
      const { code, out } = await run(...line.split(' ').filter(Boolean));
      expect(code).toBe(0);
      expect(out).toContain('Usage: polyvae');
    },
  );
});

test('--version is the package’s', async () => {
  const { code, out } = await run('--version');
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect({ code, out }).toEqual({ code: 0, out: version });
});

test('table 17 shows texts of the data, without a model', async () => {
  const { code, out, log } = await run('table', '17', '--profile', 'smoke', '--format', 'csv');
  expect(code).toBe(0);
  expect(out.split('\n').filter(Boolean)).toHaveLength(1 + 12);
  expect(out).toContain('no beard');
  expect(log).toBe('');
});

describe('a training', () => {
  const out = path.join(folder(), 'run');
  const own = ['--run', out, '--probe-train-size', '40', '--backend', 'onnx'];

  beforeAll(async () => {
    expect(await run('train', '--model', 'mmjsd', ...tiny, '--out', out)).toMatchObject({ code: 0 });
  }, 120_000);

  test('leaves weights, log and a description', () => {
    for (const file of ['weights.safetensors', 'log.jsonl', 'run.json']) {
      expect(existsSync(path.join(out, file))).toBe(true);
    }
    expect(JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')).config.experiment.id).toBe('mst-mmjsd');
  });

  test('takes the schedule of its config file, and options before that', async () => {
    const file = path.join(folder(), 'my.json');
    writeFileSync(file, '{"epochs": 1, "batchSize": 16}');
    const out = path.join(folder(), 'run');
    const { code, out: text } = await run('train', ...tiny, '--config', file, '--batch', '4', '--out', out, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(text)).toMatchObject({ steps: 1, batchSize: 4 });
  }, 120_000);

  test('is not overwritten', async () => {
    const { code, log } = await run('train', '--model', 'mmjsd', ...tiny, '--out', out);
    expect(code).toBe(2);
    expect(log).toContain('holds a training already');
  });

  test('is resumed only as what it is', async () => {
    const { code, log } = await run('train', '--model', 'mmvae', ...tiny, '--out', out, '--resume');
    expect(code).toBe(2);
    expect(log).toContain('holds another training');
    expect(log).toContain('experiment.objective: "mmjsd" there, "mmvae" asked');
  });

  test('is evaluated', async () => {
    const { code, out: text } = await run('evaluate', ...own, '--json');
    expect(code).toBe(0);
    const { values, testSize } = JSON.parse(text);
    expect(testSize).toBe(20);
    expect(Object.keys(values.default)).toHaveLength(7);
    for (const value of Object.values(values.default)) expect(value).toSatisfy((x: number) => x >= 0 && x <= 1);
  });

  test('is evaluated without a penalty', async () => {
    const evaluate = async (...options: string[]) => {
      const { code, out: text } = await run('evaluate', ...own, '--probe-train-size', '64', ...options, '--json');
      expect(code).toBe(0);
      return JSON.parse(text);
    };
    const [byDefault, l2, none] = [
      await evaluate(),
      await evaluate('--penalty', 'l2'),
      await evaluate('--penalty', 'none'),
    ];
    expect(byDefault.penalty).toBe('l2');
    expect(byDefault).toEqual(l2);
    expect(none.penalty).toBe('none');
    expect(none.values).not.toEqual(l2.values);
  });

  test('is not taken for another model', async () => {
    const { code, log } = await run('evaluate', ...own, '--model', 'mmjsd-ms');
    expect(code).toBe(2);
    expect(log).toMatch(/weights\.safetensors was saved from another model/);
  });

  test('is not evaluated with a folder as weights', async () => {
    const { code, log } = await run('evaluate', ...own, '--weights', out);
    expect(log).toContain(`Error: Cannot read the weights ${out}: it is a folder, not a file`);
    expect(log).toContain('Give the name of a file.');
    expect(code).toBe(2);
  });

  test('is evaluated with weights of any name', async () => {
    const file = path.join(folder(), 'kept');
    copyFileSync(path.join(out, 'weights.safetensors'), file);
    expect(await run('evaluate', ...own, '--weights', file, '--json')).toMatchObject({ code: 0, log: '' });
    const missing = await run('evaluate', ...own, '--weights', `${file}.not`, '--json');
    expect(missing).toMatchObject({ code: 2, out: '' });
    expect(missing.log).toContain(`There are no weights at ${file}.not`);
  });

  test('draws', async () => {
    const file = path.join(folder(), 'grid.svg');
    expect((await run('sample', '--run', out, '--out', file, '--backend', 'onnx')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg .*<image /s);
  });
});

test('step --json prints only JSON', async () => {
  const { code, out } = await run(...'step --batch 8 --steps 3 --warm-up 1 --backend onnx --json'.split(' '));
  expect(code).toBe(0);
  const { msPerStep, steps, batchSize, backend } = JSON.parse(out);
  expect({ steps, batchSize, backend }).toEqual({ steps: 3, batchSize: 8, backend: 'onnx' });
  expect(msPerStep.min).toBeGreaterThan(0);
  expect(msPerStep.median).toBeGreaterThanOrEqual(msPerStep.min);
  expect(msPerStep.p90).toBeGreaterThanOrEqual(msPerStep.median);
});

test('data synthetic draws, data describe counts', async () => {
  const file = path.join(folder(), 'digits.svg');
  expect((await run('data', 'synthetic', '--count', '5', '--out', file)).code).toBe(0);
  expect(readFileSync(file, 'utf8').match(/<image /g)).toHaveLength(10);
  const described = await run('data', 'describe', '--profile', 'smoke', '--json');
  const { name, description, train, test: tested } = JSON.parse(described.out);
  expect(name).toBe('synthetic-digits');
  expect(description).toContain('64');
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, own) => total + own, 0);
  expect(Object.keys(train.perTarget)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  for (const { size, perTarget } of [train, tested]) expect(sum(perTarget)).toBe(size);
  const faces = await run('data', 'describe', '--dataset', 'celeba', '--profile', 'smoke');
  expect(faces.out).toMatch(/train: 24 items, test: 12 items; with each label:\n {2}5 o Clock Shadow: \d+, \d+\n/);
});

test('a training on faces is evaluated and draws', async () => {
  const out = path.join(folder(), 'run');
  expect(await run('train', '--model', 'celeba-mmjsd', ...tiny, '--out', out)).toMatchObject({ code: 0 });
  const own = ['--run', out, '--backend', 'onnx'];
  const evaluated = await run('evaluate', ...own, '--probe-train-size', '16', '--json');
  expect(evaluated.code).toBe(0);
  const { values, testSize } = JSON.parse(evaluated.out);
  expect(testSize).toBe(12);
  expect(Object.keys(values.default)).toEqual(['image', 'text', 'image+text']);
  const file = path.join(folder(), 'faces.svg');
  expect((await run('sample', ...own, '--out', file)).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toMatch(/^<svg .*<image /s);
}, 120_000);
