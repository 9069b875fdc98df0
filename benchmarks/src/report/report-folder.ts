import path from 'node:path';
import { makeFolder } from '@polyvae/jobs';
import { writeFileAtomic } from '@polyvae/training/node';
import type { Run } from '../run/run.js';

/** The folder of a run's report and figures in its results folder, named by profile and data. */
export function reportFolder({ profile, data }: Pick<Run, 'profile' | 'data'>, out: string): string {
  const synthetic = Object.values(data).every(({ source }) => source === 'synthetic');
  return path.join(out, `${profile.name}-${synthetic ? 'synthetic' : 'files'}`);
}

/**
 * Writes texts, given by the names of their files, into a folder, which is made if it is not there.
 * @returns The files.
 */
export async function writeTexts(directory: string, texts: Readonly<Record<string, string>>): Promise<string[]> {
  makeFolder(directory);
  const files: string[] = [];
  for (const [name, text] of Object.entries(texts)) {
    const file = path.join(directory, name);
    await writeFileAtomic(file, new TextEncoder().encode(text));
    files.push(file);
  }
  return files;
}
