import { renderLeftOut, renderMemory, renderTable } from './table.js';

/** PyTorch's thread settings, each with how many cases were fastest with it. */
function torchSettings(measured) {
  const counts = new Map();
  for (const { results } of measured) {
    if (!results.torch?.env) continue;
    const { OMP_NUM_THREADS: omp, OPENBLAS_NUM_THREADS: blas } = results.torch.env;
    const name = `OMP_NUM_THREADS=${omp} OPENBLAS_NUM_THREADS=${blas}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${name} (${count})`).join(', ');
}

/** Everything that was measured as Markdown. */
export function renderReport({ machine, threads, rounds, engines, peak, measured, memory, quick }) {
  const torch = measured.find(({ results }) => results.torch?.version)?.results.torch.version;
  const parts = [];
  if (quick) parts.push('A quick run: it shows that everything runs, and measures nothing.');
  parts.push(
    `${threads} threads on ${machine.processor} (${machine.platform}, ${machine.memoryGiB} GiB), Node ${machine.node}, ` +
      `onnxruntime-node ${machine.onnxruntime}, tfjs ${machine.tfjs}${torch ? `, ${torch}` : ''}. Milliseconds, median of ` +
      `${rounds} ${rounds === 1 ? 'round' : 'rounds in alternation'} (range of the rounds' medians). "Outside ORT" is what is ` +
      'not spent inside ONNX Runtime: tracing, feeding, reading, and kernels that fall back; "first" is the first ' +
      'repetition, compilation included. A step begins with making its batch (bytes to numbers, one-hot texts, noise); ' +
      'that is part of its time, and not of "outside ORT".',
  );
  const peaks = Object.entries(peak).map(([engine, gflops]) => `${engine} ${gflops.toFixed(0)}`);
  if (peaks.length)
    parts.push(
      `Peak, matMul of 2048×2048 matrices, GFLOP/s: ${peaks.join(', ')}. Percentages are of each engine's own.`,
    );
  if (engines.includes('wasm') || engines.includes('cpu'))
    parts.push('In Node, tfjs-backend-wasm and tfjs-backend-cpu have one thread.');
  const settings = torchSettings(measured);
  if (settings) parts.push(`PyTorch's threads are set to what is fastest for each case: ${settings}.`);
  for (const kind of ['operation', 'step']) {
    const some = measured.filter((one) => one.kind === kind);
    if (some.length) parts.push(renderTable(some, engines, peak));
  }
  const others = engines.filter((engine) => engine !== 'jit');
  const leftOut = renderLeftOut(measured, others);
  if (leftOut) parts.push(`Left out:\n\n${leftOut}`);
  if (memory.length) parts.push(`Resident memory:\n\n${renderMemory(memory)}`);
  return parts.join('\n\n');
}
