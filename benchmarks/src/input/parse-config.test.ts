import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { experimentSchema } from '../paper/experiment.js';
import { mstMmjsd } from '../paper/mst.js';
import { parseConfig, readConfig } from './parse-config.js';

const schema = experimentSchema('mnist-svhn-text', ['mnist', 'svhn', 'text']);

test('an unknown key is named with what it may have been', () => {
  expect(() => parseConfig(schema.partial(), { betta: 2 }, 'my.json')).toThrow(
    /my\.json:\n✖ unknown key 'betta'; did you mean 'beta'\? \(known here: /,
  );
  expect(() => parseConfig(schema, { ...mstMmjsd, latent: { shared: 20, private: 0, privat: 1 } }, 'x')).toThrow(
    /unknown key 'privat'; did you mean 'private'\? .*\n {2}→ at latent$/,
  );
});

test('a value of the wrong type is named with its path', () => {
  expect(() => parseConfig(schema.partial(), { latent: { shared: '20', private: 0 } }, 'my.json')).toThrow(
    /expected number.*\n {2}→ at latent\.shared/,
  );
});

test.each([
  ['UTF-8', Buffer.from('\ufeff{"beta": 2.5}')],
  ['UTF-16, as PowerShell writes it', Buffer.from('\ufeff{"beta": 2.5}', 'utf16le')],
  ['UTF-16 with the high byte first', Buffer.from('\ufeff{"beta": 2.5}', 'utf16le').swap16()],
])('a byte-order mark is no part of the JSON: %s', (_, bytes) => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'polyvae-')), 'marked.json');
  writeFileSync(file, bytes);
  expect(readConfig(schema.partial(), file)).toEqual({ beta: 2.5 });
});

test('files that are missing or not JSON are named', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'polyvae-')), 'broken.json');
  expect(() => readConfig(schema, file)).toThrow(/broken\.json: there is no such file/);
  writeFileSync(file, '{"beta": ');
  expect(() => readConfig(schema, file)).toThrow(/broken\.json is not valid JSON/);
});
