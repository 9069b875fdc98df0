import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Temporary folders of all tests of a run lie in one, which goes when the run ends. */
export default function temporaryFolder(): () => void {
  const folder = newFolder();
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** An empty folder, which a test need not remove. */
export function newFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'polyvae-tests-'));
}
