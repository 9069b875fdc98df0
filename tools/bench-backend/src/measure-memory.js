import { startEngine } from './start-engine.js';

const PARTS = 10;
const ANSWER_MS = 24 * 3600_000;

/** Resident memory in MiB after the warm-up and during `steps` steps, with the tensors held at both ends. */
export async function measureMemory(task, engine, steps, options) {
  const { worker, first } = await startEngine(engine, task, options);
  try {
    const series = [];
    let done = 0;
    for (let part = 1; part <= PARTS; part++) {
      const until = Math.round((steps * part) / PARTS);
      if (until === done) continue;
      const { rssMb, numTensors } = await worker.measure(until - done, ANSWER_MS);
      done = until;
      series.push({ steps: done, rssMb, numTensors });
    }
    return { warm: { rssMb: first.rssMb, numTensors: first.numTensors }, series };
  } finally {
    worker.end();
  }
}
