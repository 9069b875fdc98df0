import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { damagedText, expectOnlyDocumentedErrors } from '../../../../scripts/reader-properties.js';
import { newFolder } from '../../../../scripts/temporary-folder.js';
import { fileLog, readLog } from './file-log.js';

test('the run log, read and continued', async () => {
  const path = join(newFolder(), 'log.jsonl');
  const terms = { loss: 2, reconstruction: { x: 1 } };
  const lines = [
    { kind: 'step', step: 1, epoch: 0, terms },
    { kind: 'epoch', step: 1, epoch: 0, terms, validation: terms, seconds: 1.5 },
    { kind: 'step', step: 2, epoch: 1, terms, gradientNorm: 3 },
  ];
  await expectOnlyDocumentedErrors(
    damagedText([`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`]),
    async (bytes) => {
      writeFileSync(path, bytes);
      readLog(path);
      const log = fileLog(path);
      await log.open({ step: 2, epoch: 1 });
      await log.close();
    },
  );
});
