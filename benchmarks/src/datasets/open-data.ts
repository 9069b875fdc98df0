import { Rng } from '@polyvae/random';
import type { DataSpec } from './data-spec.js';
import type { DatasetData, OpenedData, OpenOptions } from './dataset.js';

/** The last opened data of each data set; within a process several jobs use them one after the other. */
const opened = new Map<DatasetData, { readonly key: string; readonly made: Promise<OpenedData> }>();

async function make(spec: DataSpec, data: DatasetData, options: OpenOptions): Promise<OpenedData> {
  const rng = Rng.fromSeed(spec.seed);
  if (spec.source === 'files') return data.open(spec, rng, options);
  const { trainSize, testSize } = spec;
  return data.synthetic({ trainSize, testSize }, rng);
}

/** The data of a specification; made once in a process, the last ones of each data set are kept. */
export function openData(data: DatasetData, spec: DataSpec, options: OpenOptions = {}): Promise<OpenedData> {
  const key = JSON.stringify(spec);
  const known = opened.get(data);
  if (known?.key === key) return known.made;
  void known?.made.then(
    (old) => old.close?.(),
    () => {},
  );
  const made = make(spec, data, options);
  opened.set(data, { key, made });
  made.catch(() => {
    if (opened.get(data)?.made === made) opened.delete(data);
  });
  return made;
}
