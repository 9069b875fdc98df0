import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomic } from '@polyvae/training/node';
import { z } from 'zod';
import { fileError } from '../file-error.js';
import { makeFolder } from '../make-folder.js';
import { unitKey, type WorkUnit } from './unit.js';

/** A finished unit. */
export interface UnitRecord {
  readonly format: 1;
  readonly key: string;
  readonly kind: string;
  readonly label: string;
  /** ISO 8601. */
  readonly computedAt: string;
  readonly seconds: number;
  readonly engine: string;
  readonly config: unknown;
  readonly result: unknown;
}

const recordSchema: z.ZodType<UnitRecord> = z.strictObject({
  format: z.literal(1),
  key: z.string(),
  kind: z.string(),
  label: z.string(),
  computedAt: z.string(),
  seconds: z.number(),
  engine: z.string(),
  config: z.unknown(),
  result: z.unknown(),
});

/** Finished and half-finished work units in a folder, each in its own folder named by its content. */
export class UnitStore {
  /** The results folder. */
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** Where a unit keeps its checkpoints, logs and result. */
  directory(unit: WorkUnit): string {
    return this.folder(unit.label, unitKey(unit));
  }

  /** The same of a unit of which only label and key are known. */
  folder(label: string, key: string): string {
    return path.join(this.root, 'units', `${label}-${key.slice(0, 16)}`);
  }

  /** The result of a unit, if it was finished before. A damaged record counts as absent: the unit is computed again. */
  read(unit: WorkUnit): UnitRecord | undefined {
    const key = unitKey(unit);
    return this.readFolder(this.folder(unit.label, key), key);
  }

  /** The same of a unit's folder. */
  readFolder(directory: string, key: string): UnitRecord | undefined {
    const file = path.join(directory, 'result.json');
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw fileError('Cannot read', file, error);
    }
    try {
      const record = recordSchema.parse(JSON.parse(text));
      return record.key === key ? record : undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps a unit's result. */
  async write(unit: WorkUnit, outcome: { seconds: number; engine: string; result: unknown }): Promise<UnitRecord> {
    const record: UnitRecord = {
      format: 1,
      key: unitKey(unit),
      kind: unit.kind,
      label: unit.label,
      computedAt: new Date().toISOString(),
      config: unit.config,
      ...outcome,
    };
    makeFolder(this.directory(unit));
    const bytes = new TextEncoder().encode(`${JSON.stringify(record)}\n`);
    await writeFileAtomic(path.join(this.directory(unit), 'result.json'), bytes);
    return record;
  }
}
