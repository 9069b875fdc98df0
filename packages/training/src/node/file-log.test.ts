import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { newFolder } from '../../../../scripts/temporary-folder.js';
import type { LogEntry } from '../index.js';
import { type FileLogOptions, fileLog, LogError, readLog } from '../node.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = newFolder();
  path = join(folder, 'log.jsonl');
});

const step = (n: number): LogEntry => ({
  kind: 'step',
  step: n,
  epoch: Math.floor((n - 1) / 2),
  terms: { loss: n / 3 },
});
const epoch = (n: number): LogEntry => ({ kind: 'epoch', step: 2 * n + 2, epoch: n, terms: { loss: 1 }, seconds: 0.5 });

async function write(
  entries: LogEntry[],
  position = { step: 0, epoch: 0 },
  options: FileLogOptions = {},
): Promise<void> {
  const log = fileLog(path, options);
  await log.open(position);
  for (const entry of entries) await log.append(entry);
  await log.close();
}

test('every entry is in the file as soon as append returns', async () => {
  const log = fileLog(path);
  await log.open({ step: 0, epoch: 0 });
  for (let n = 1; n <= 3; n++) {
    await log.append(step(n));
    expect(readLog(path)).toHaveLength(n);
  }
  await log.close();
  expect(readLog(path)).toEqual([1, 2, 3].map(step));
  expect(await readFile(path, 'utf8')).toMatch(/^{"kind":"step","step":1,.*}\n{/);
  expect(() => log.append(step(4))).toThrow(/not open/);
});

test('an epoch whose steps are done but which was not closed is written again', async () => {
  const entries = [step(1), step(2), epoch(0), step(3), step(4), epoch(1)];
  await write(entries);
  // The checkpoint was made after step 4, before epoch 1 was closed.
  await write([epoch(1)], { step: 4, epoch: 1 });
  expect(readLog(path)).toEqual(entries);
});

test('a log that is there when a run starts anew is kept under another name', async () => {
  await write([step(1)]);
  await write([step(1), step(2)]);
  await write([step(1)]);
  expect((await readdir(folder)).sort()).toEqual(['log.jsonl', 'log.jsonl.1', 'log.jsonl.2']);
  expect(readLog(`${path}.2`)).toHaveLength(2);
});

test('a lost or shortened log is refused on resume unless gaps are allowed', async () => {
  const position = { step: 2, epoch: 1 };
  await expect(write([step(3)], position)).rejects.toThrow(
    /log.jsonl: expected the 2 steps and 1 epochs before .*, found 0 and 0: lines were lost. Put .* { allowGaps: true }/,
  );
  expect(await readdir(folder)).toEqual([]);
  await write([step(1), step(2)]);
  await expect(write([step(3)], position)).rejects.toThrow(/found 2 and 0/);
  expect(readLog(path)).toEqual([step(1), step(2)]);
  await write([step(3)], position, { allowGaps: true });
  expect(readLog(path)).toEqual([step(1), step(2), step(3)]);
});

test('a file that is no run log is refused and left alone', async () => {
  await writeFile(path, 'dear diary\n');
  expect(() => readLog(path)).toThrow(/log.jsonl, line 1: expected a JSON entry of a run log, found "dear diary"/);
  await expect(fileLog(path).open({ step: 2, epoch: 1 })).rejects.toThrow(LogError);
  expect(await readFile(path, 'utf8')).toBe('dear diary\n');
  expect(() => readLog(join(folder, 'none'))).toThrow(/could not read the run log/);
});
