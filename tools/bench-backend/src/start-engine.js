import { fileURLToPath } from 'node:url';
import { median } from '@polyvae/pytorch/statistics';
import { threadSettings } from '@polyvae/pytorch/thread-settings';
import { WorkerProcess } from './worker-process.js';

const ours = fileURLToPath(new URL('./worker.js', import.meta.url));
const theirs = fileURLToPath(new URL('../torch/worker.py', import.meta.url));

/** How long the first answer may take, and how long each engine warms up, in milliseconds. */
const LIMITS = {
  wasm: { patience: 20_000, warmup: 1_000 },
  cpu: { patience: 10_000, warmup: 100 },
};
const CPU_STEP = { patience: 60_000, warmup: 0 };
const GENEROUS = { patience: 600_000, warmup: 5_000 };

function start(engine, { name, kind, batch = 0 }, { threads, python }, env) {
  const { patience, warmup } = engine === 'cpu' && kind === 'step' ? CPU_STEP : (LIMITS[engine] ?? GENEROUS);
  const args = ['--case', name, '--batch', String(batch), '--warmup-ms', String(warmup)];
  const worker =
    engine === 'torch'
      ? new WorkerProcess(python, [theirs, ...args], env)
      : new WorkerProcess(process.execPath, [ours, '--engine', engine, '--threads', String(threads), ...args], {});
  return worker.answer(patience).then((first) => ({ engine, worker, first, env }));
}

/** PyTorch's worker under the thread settings that are fastest for this case. */
async function startTorch(task, options) {
  // A training step of seconds gains nothing from one thread.
  const count = options.quick ? 1 : task.kind === 'step' ? 2 : 3;
  let best;
  for (const env of threadSettings(options.threads).slice(0, count)) {
    const started = await start('torch', task, options, env);
    const { times } = await started.worker.measure(started.first.lastMs > 1000 ? 1 : 5, GENEROUS.patience);
    const ms = median(times);
    if (best === undefined || ms < best.ms) {
      best?.worker.end();
      best = { ...started, ms };
    } else started.worker.end();
  }
  return best;
}

/** A warm worker. Throws the reason if the engine cannot compute this case, or not in reasonable time. */
export function startEngine(engine, task, options) {
  return engine === 'torch' ? startTorch(task, options) : start(engine, task, options, {});
}
