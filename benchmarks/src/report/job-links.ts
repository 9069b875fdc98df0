import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Job, JobStore } from '@polyvae/jobs';
import { links } from '../results/formats/html-elements.js';
import type { Html } from '../results/formats/html-template.js';

/** Files of a job that say something to people. */
const shown = [
  ['run.json', 'configuration'],
  ['log.jsonl', 'log'],
  ['record.json', 'result'],
  ['failure.json', 'failure'],
] as const;

/** A job's folder as seen from the report, and links to those of its files that there are. */
export type JobLinks = (job: Job) => { readonly folder: string; readonly files: Html };

/**
 * Links from a report to files of jobs.
 * @param directory The report's folder.
 * @param out The results folder.
 */
export function jobLinks(directory: string, out: string): JobLinks {
  const store = new JobStore(out);
  const linkTo = (target: string): string =>
    path.relative(directory, target).split(path.sep).map(encodeURIComponent).join('/');
  return (job) => {
    const folder = store.directory(job);
    const found = shown.filter(([file]) => existsSync(path.join(folder, file)));
    const files = links(found.map(([file, name]) => [linkTo(path.join(folder, file)), name]));
    return { folder: linkTo(folder), files };
  };
}
