import { z } from 'zod';
import { backendNames } from '../engines/backend-names.js';
import { startEngine } from '../engines/engine.js';

// The module that worker processes and tasks of Slurm import: the kinds of jobs, and the engine that computes them.

export { jobKinds as kinds } from '../jobs/registry.js';

const optionsSchema = z.object({ backend: z.enum(backendNames), threads: z.int().positive().optional() });

/** Options of a worker's engine. */
export type WorkerOptions = z.infer<typeof optionsSchema>;

/** Starts the engine of a worker process. */
export async function start(options: unknown): Promise<{ readonly description: string }> {
  const { backend, threads } = optionsSchema.parse(options);
  return startEngine(backend, { ...(threads !== undefined && { threads }), purpose: 'train' });
}
