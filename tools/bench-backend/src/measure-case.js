import { median, spread } from '@polyvae/pytorch/statistics';
import { startEngine } from './start-engine.js';

/** Repetitions of one round last no longer than this, unless asked for; milliseconds. */
const ROUND_MS = { operation: 1_500, step: 60_000 };
const SLOW_ROUND_MS = 2_000;
const ANSWER_MS = 600_000;
/** Whole batches take tfjs-backend-cpu many minutes. */
const CPU_BATCH = 2;

function repetitions(engine, task, firstMs, asked) {
  const slow = engine === 'cpu' || engine === 'wasm';
  const limit = slow ? SLOW_ROUND_MS : asked ? Infinity : ROUND_MS[task.kind];
  return Math.max(1, Math.min(asked ?? task.steps, Math.floor(limit / firstMs)));
}

/** The same for an engine that would not get through it: a smaller batch. */
function within(engine, task) {
  return engine === 'cpu' && task.batch > CPU_BATCH ? { ...task, batch: CPU_BATCH } : task;
}

/** Why an engine is not even tried, if so. */
function leftOut(engine, task) {
  if (engine === 'jit' && !task.jit) return task.kind === 'step' ? 'has a step of its own' : 'for training steps';
  return undefined;
}

/**
 * Measures one case on all engines in alternation, a round each in turn. An engine that does not compute the case is
 * reported with the reason.
 */
export async function measureCase(task, engines, options) {
  const started = [];
  const results = {};
  try {
    for (const engine of engines) {
      const reason = leftOut(engine, task);
      if (reason) {
        results[engine] = { leftOut: reason };
        continue;
      }
      const tried = within(engine, task);
      try {
        started.push({ ...(await startEngine(engine, tried, options)), rounds: [] });
      } catch (error) {
        if (engine === 'onnx') throw error;
        results[engine] = { leftOut: tried === task ? error.message : `batch ${tried.batch}: ${error.message}` };
      }
    }
    for (let round = 0; round < options.rounds; round++) {
      for (const { engine, worker, first, rounds } of started) {
        const count = repetitions(engine, task, first.lastMs, options.steps);
        rounds.push(await worker.measure(count, ANSWER_MS));
      }
    }
  } finally {
    for (const { worker } of started) worker.end();
  }
  for (const { engine, first, env, rounds } of started) {
    const { batch } = within(engine, task);
    results[engine] = { ...summarise(rounds, first, env), ...(batch !== task.batch && { batch }) };
  }
  return results;
}

function summarise(rounds, first, env) {
  const medians = rounds.map(({ times }) => median(times));
  const known = (name) => rounds.map((round) => round[name]).filter((ms) => ms !== undefined);
  const [runMs, drawMs] = [known('runMs'), known('drawMs')];
  return {
    ms: spread(medians),
    ...(drawMs.length > 0 && { drawMs: median(drawMs) }),
    fastestMs: Math.min(...rounds.flatMap(({ times }) => times)),
    medians,
    // Mean of a repetition less the means inside ONNX Runtime and for making the batch: tracing, feeding and reading.
    ...(runMs.length > 0 && {
      outsideMs: median(
        rounds.map(({ times, runMs, drawMs = 0 }) => times.reduce((a, b) => a + b) / times.length - runMs - drawMs),
      ),
      fallbacks: rounds[0].fallbacks,
    }),
    // Of all threads: steadier than milliseconds where others use the machine too.
    cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)),
    firstMs: first.firstMs,
    rssMb: { warm: first.rssMb, end: rounds.at(-1).rssMb },
    repetitions: rounds.map(({ times }) => times.length),
    ...(first.version && { version: first.version, env }),
  };
}
