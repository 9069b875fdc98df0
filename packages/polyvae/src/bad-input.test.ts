import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { faceAttributes } from '@polyvae/datasets';
import { expect, test } from 'vitest';
import { folder, run, tiny } from '../test/run-command.js';

test.each([
  ['unknown command', ['trian'], "unknown command 'trian'", 'Did you mean train?'],
  ['unknown option', ['bench', '--profil', 'quick'], "unknown option '--profil'", 'Did you mean --profile?'],
  ['unknown model', ['train', '--model', 'mmjds'], "Unknown model 'mmjds'", "did you mean 'mmjsd'?"],
  ['unknown profile', ['bench', '--profile', 'quik'], "Unknown profile 'quik'", "did you mean 'quick'?"],
  ['unknown table', ['table', '99'], "There is no table '99'", 'Known: 1'],
  ['unknown figure', ['figure', '10'], "There is no figure '10'", 'Known: 1, 2, 3'],
  ['table without such a row', ['table', '14', '--only', 'mvae'], 'Table 14 has no row of mvae', 'Its rows: mmvae'],
  ['no weights', ['bench', '--features', 'inception'], 'needs a file of weights', '--inception-weights FILE'],
  [
    'weights for nothing',
    ['bench', '--inception-weights', 'x'],
    'is for --features inception',
    'leave the weights out',
  ],
  [
    'weights that are not there',
    ['table', '3', '--features', 'inception', '--inception-weights', '/no/such/file'],
    "Cannot read Inception's weights /no/such/file",
    '',
  ],
  ['models of data', ['table', '17', '--only', 'mmjsd'], 'Table 17 shows texts of the data', 'no models for --only'],
  ['seeds of texts', ['table', '17', '--seeds', '2'], 'Table 17 shows texts', 'no mean over --seeds'],
  ['texts of digits', ['table', '20', '--only', 'mmjsd'], 'of one model of CelebA', '--only celeba-mmvae'],
  ['texts of two', ['table', '20', '--only', 'celeba-mmjsd', 'celeba-mmvae'], 'of one model', '--only celeba-mmvae'],
  ['unknown format', ['table', '1', '--format', 'cvs'], "Unknown table format 'cvs'", "did you mean 'csv'?"],
  [
    'unknown backend',
    ['step', '--backend', 'cuda'],
    "'cuda' is invalid",
    'auto, onnx, onnx-web, onnx-webgpu, onnx-cuda, node-gpu',
  ],
  [
    'a picture of another format',
    ['sample', '--run', 'x', '--out', 'x.png'],
    'a name that ends in .svg, found x.png',
    'SVG',
  ],
  ['unknown penalty', ['evaluate', '--run', 'x', '--penalty', 'l1'], "'l1' is invalid", 'l2, none'],
  ['unknown engine', ['engines', 'onnxx'], "unknown engine 'onnxx'", 'onnx, onnx-web'],
  ['not a number', ['step', '--batch', 'many'], "'many' is invalid", 'Expected an integer ≥ 1'],
  ['more threads than processors', ['step', '--threads', '100000'], 'this machine has', 'leave --threads out'],
  ['more seeds than fit', ['bench', '--seeds', '1000000000'], "TiB of Node's heap; there are", 'Choose fewer seeds'],
  ['more processes than fit', ['bench', '--processes', '1000000000'], 'PiB of memory; there are', 'Choose fewer'],
  ['more items than fit', ['data', 'synthetic', '--count', '1000000000000'], 'PiB of memory; there are', '--count'],
  ['a batch that does not fit', ['step', '--batch', '1000000000'], 'TiB of memory; there are', '--batch'],
  [
    'a width that does not fit',
    ['step', '--model', 'celeba-mmjsd', '--batch', '2', '--width', '100000000'],
    'weights (with gradients',
    'Choose a smaller latent or width',
  ],
  ['a mirror that is none', ['data', 'download', '--out', '/no/such', '--mirror', 'nonsense'], 'such as https://', ''],
  ['missing data', ['bench', '--data', '/no/such/folder'], 'expected a folder at /no/such/folder', 'found nothing'],
  ['Slurm options without Slurm', ['bench', '--slurm-tasks', '3'], '--slurm-tasks needs --executor slurm', ''],
  ['processes with Slurm', ['bench', '--executor', 'slurm', '--processes', '2'], '--processes is for', '--slurm-tasks'],
  ['status of nothing', ['status', '--out', '/no/such/folder'], 'holds no plan', '--out of polyvae bench'],
  ['no list of jobs', ['work', '/no/list.json', '0', '--out', 'x'], 'Cannot read the jobs', 'Check the spelling'],
  ['missing run', ['evaluate', '--run', '/no/such/folder'], 'holds no training', 'polyvae train'],
  ['missing option', ['evaluate'], "required option '--run <dir>'", ''],
  ['paper without files', ['bench', '--profile', 'paper'], 'runs on the official files only', '--data DIR'],
  ['wasm cannot train', ['step', '--backend', 'wasm'], "'wasm' cannot train", '--backend onnx'],
  [
    'missing engine',
    ['step', '--backend', 'node-gpu'],
    'needs @tensorflow/tfjs-node-gpu, which is not installed',
    'npx --yes pnpm@10.34.8 add -w @tensorflow/tfjs-node-gpu@4.22.0',
  ],
  [
    'missing engine on the CPU',
    ['step', '--backend', 'node'],
    'needs @tensorflow/tfjs-node, which is not installed',
    'npx --yes pnpm@10.34.8 add -w @tensorflow/tfjs-node@4.22.0',
  ],
  [
    'nothing to resume',
    ['train', '--resume', '--out', '/no/such/folder'],
    'holds no training to continue',
    'Leave out --resume',
  ],
])('%s: says what, and what to do', async (_, argv, what, advice) => {
  const { code, out, log } = await run(...argv);
  expect(log).toContain(what);
  expect(log).toContain(advice);
  expect(out).toBe('');
  expect(code).toBe(2);
});

test('an unknown config key', async () => {
  const file = path.join(folder(), 'my.json');
  writeFileSync(file, '{"betta": 2.5}');
  const { code, log } = await run('train', '--config', file);
  expect(code).toBe(2);
  expect(log).toContain("unknown key 'betta'; did you mean 'beta'?");
});

test('latents that do not fit the memory', async () => {
  const out = folder();
  const file = path.join(out, 'my.json');
  writeFileSync(file, '{"latent": {"shared": 1000000000, "private": 0}}');
  const { code, log } = await run('train', ...tiny, '--config', file, '--out', path.join(out, 'run'));
  expect(log).toMatch(/weights .* would need at least [\d.,]+ [GTP]iB of memory; there are/);
  expect(code).toBe(2);
  expect(existsSync(path.join(out, 'run'))).toBe(false);
});

test.each([
  ['train', [...tiny]],
  ['bench', [...tiny, '--only', 'mmjsd', '--processes', '0']],
  ['table', ['1', ...tiny, '--only', 'mmjsd', '--processes', '0']],
])('%s --out at or below a file', async (command, options) => {
  const file = path.join(folder(), 'file');
  writeFileSync(file, '');
  const below = path.join(file, 'results');
  const { code, log } = await run(command, ...options, '--out', below);
  expect(log).toContain(`Error: Cannot make the folder ${below}: a part of this path is a file`);
  expect(log).toContain('Choose a path that leads through folders only');
  expect(code).toBe(2);
  const at = await run(command, ...options, '--out', file);
  expect(at.log).toContain(`Error: Cannot make the folder ${file}: a file of this name is in the way`);
  expect(at.code).toBe(2);
});

test('a folder without the files', async () => {
  const { code, log } = await run('data', 'describe', '--data', folder());
  expect(code).toBe(2);
  expect(log).toMatch(/MNIST: expected a folder at .*mnist, found nothing/);
});

test('faces that are missing: what to do is said as the command line says it', async () => {
  const data = folder();
  const celeba = path.join(data, 'celeba');
  mkdirSync(path.join(celeba, 'img_align_celeba'), { recursive: true });
  const images = ['000001.jpg', '000002.jpg', '000003.jpg'];
  for (const image of images.slice(1)) writeFileSync(path.join(celeba, 'img_align_celeba', image), 'no image');
  const rows = images.map((image) => `${image} ${faceAttributes.map(() => 1).join(' ')}`);
  writeFileSync(path.join(celeba, 'list_attr_celeba.txt'), ['3', faceAttributes.join(' '), ...rows, ''].join('\n'));
  const parts = images.map((image, part) => `${image} ${part}`);
  writeFileSync(path.join(celeba, 'list_eval_partition.txt'), [...parts, ''].join('\n'));
  const { code, log } = await run('table', '17', '--data', data);
  expect(code).toBe(1);
  expect(log).toContain('1 of them missing: 000001.jpg');
  expect(log).toContain('with --celeba-partition FILE, or add --skip-corrupt to go on');
});

test('a partition of faces that is missing', async () => {
  const data = folder();
  mkdirSync(path.join(data, 'celeba', 'img_align_celeba'), { recursive: true });
  writeFileSync(path.join(data, 'celeba', 'img_align_celeba', '000001.jpg'), 'x');
  writeFileSync(path.join(data, 'celeba', 'list_attr_celeba.txt'), '1');
  const { code, log } = await run('table', '17', '--data', data, '--celeba-partition', 'none.txt');
  expect(code).toBe(1);
  expect(log).toContain('Name another file with --celeba-partition FILE, or leave it out.');
});

test('a batch larger than the data', async () => {
  const out = path.join(folder(), 'run');
  const { code, log } = await run('train', ...tiny, '--batch', '10000', '--out', out);
  expect(code).toBe(2);
  expect(log).toMatch(/10000 is larger than the data/);
  // Nothing is left that stands in the way of the corrected command.
  expect(existsSync(out)).toBe(false);
  expect(await run('train', ...tiny, '--out', out)).toMatchObject({ code: 0 });
}, 120_000);

test('more steps an epoch than the data fill, if they were asked for', async () => {
  const out = path.join(folder(), 'run');
  const { code, log } = await run('train', ...tiny, '--steps-per-epoch', '9', '--out', out);
  expect(code).toBe(2);
  expect(log).toMatch(/9 is more than the 8 batches of 8/);
});
