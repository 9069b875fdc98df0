import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folder, run } from '../test/run-command.js';
import { terminalText } from './terminal-text.js';

test('bold letters pass, and nothing else that steers', () => {
  expect(terminalText('a \u001b[1mb\u001b[22m \u001b[31m\u001b]0;x\u0007\u202e\r')).toBe(
    'a \u001b[1mb\u001b[22m \\u001b[31m\\u001b]0;x\\u0007\\u202e\\u000d',
  );
});

test.each([
  ['an unknown name', ['train', '--model', 'x\u001b[2J\u202e']],
  ['an unknown option', ['train', '--x\u001b[2J\u202e', '1']],
  ['a folder', ['status', '--out', 'x\u001b[2J\u202e']],
  ['JSON on standard output', ['data', 'synthetic', '--count', '1', '--out']],
])('%s with control characters is shown, not obeyed', async (_, argv) => {
  const file = path.join(folder(), 'x\u001b[2J\u202e.svg');
  const isPicture = argv.at(-1) === '--out';
  const { out, log } = await run(...argv, ...(isPicture ? [file] : []));
  expect(out + log).toContain('x\\u001b[2J\\u202e');
  expect((out + log).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  if (isPicture) expect(existsSync(file)).toBe(true);
});
