import { median, ratios } from '@polyvae/pytorch/statistics';

const number = (ms) => (ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms.toFixed(2));

/** Median and range of the rounds, in milliseconds; as few digits as carry information. */
export function formatSpread({ median, min, max }) {
  const [low, high] = [number(min), number(max)];
  return low === high ? number(median) : `${number(median)} (${low}–${high})`;
}

const cell = (result, format) => (!result ? '' : result.leftOut ? '–' : format(result));

function rate(flops, { ms }, peak) {
  if (!flops) return '';
  const gflops = flops / ms.median / 1e6;
  return peak ? `${gflops.toFixed(0)} (${Math.round((100 * gflops) / peak)} %)` : gflops.toFixed(0);
}

const ratio = (onnx, torch) => median(ratios(onnx.medians, torch.medians)).toFixed(2);

const COLUMNS = {
  onnx: ['making the batch', 'onnx', 'outside ORT', 'first', 'GFLOP/s'],
  jit: ['onnx, jit', 'outside ORT'],
  torch: ['PyTorch', 'GFLOP/s', 'onnx / PyTorch', 'jit / PyTorch'],
  wasm: ['wasm'],
  cpu: ['cpu'],
};

const time = ({ ms }) => formatSpread(ms);
const CELLS = {
  onnx: ({ flops, results }, peak) => [
    cell(results.onnx, ({ drawMs }) => (drawMs === undefined ? '' : number(drawMs))),
    cell(results.onnx, time),
    cell(results.onnx, ({ outsideMs }) => number(outsideMs)),
    cell(results.onnx, ({ firstMs }) => number(firstMs)),
    cell(results.onnx, (result) => rate(flops, result, peak.onnx)),
  ],
  jit: ({ results }) => [cell(results.jit, time), cell(results.jit, ({ outsideMs }) => number(outsideMs))],
  torch: ({ flops, results }, peak) => [
    cell(results.torch, time),
    cell(results.torch, (result) => rate(flops, result, peak.torch)),
    cell(results.torch, (result) => ratio(results.onnx, result)),
    cell(results.torch, (result) => cell(results.jit, (jit) => ratio(jit, result))),
  ],
  wasm: ({ results }) => [cell(results.wasm, time)],
  cpu: ({ results }) => [cell(results.cpu, ({ ms, batch }) => `${formatSpread(ms)}${batch ? `, batch ${batch}` : ''}`)],
};

/** A Markdown table of cases by engine, without engines that computed none of them. */
export function renderTable(measured, engines, peak) {
  const shown = engines.filter((engine) => measured.some(({ results }) => results[engine] && !results[engine].leftOut));
  const header = ['Case', ...shown.flatMap((engine) => COLUMNS[engine])];
  const all = measured.map((one) => [one.title, ...shown.flatMap((engine) => CELLS[engine](one, peak))]);
  // Columns that no case has anything for say nothing.
  const kept = header.map((_, i) => all.some((row) => row[i] !== '' && row[i] !== '–'));
  const rows = all.map((row) => row.filter((_, i) => kept[i]));
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(header.filter((_, i) => kept[i])),
    line(rows[0].map((_, i) => (i ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n');
}

/** What was left out and why, one line for each engine and reason; empty if nothing was. */
export function renderLeftOut(measured, engines) {
  const lines = engines.flatMap((engine) => {
    const reasons = new Map();
    for (const { id, results } of measured) {
      const reason = results[engine]?.leftOut;
      if (reason) reasons.set(reason, [...(reasons.get(reason) ?? []), id]);
    }
    return [...reasons].map(([reason, ids]) => `- ${engine}: ${ids.join(', ')} (${reason})`);
  });
  return lines.join('\n');
}

/** A Markdown table of resident memory. */
export function renderMemory(measured) {
  const rows = measured.map(({ title, engine, warm, series }) => {
    const sizes = series.map(({ rssMb }) => rssMb);
    const [low, high] = [Math.min(...sizes), Math.max(...sizes)].map((mb) => mb.toFixed(0));
    return `| ${title} | ${engine} | ${warm.rssMb.toFixed(0)} | ${sizes.at(-1).toFixed(0)} | ${low}–${high} | ${series.at(-1).steps} |`;
  });
  return [
    '| Case | Engine | MiB after warm-up | at the end | between | steps |',
    '|---|---|---:|---:|---:|---:|',
    ...rows,
  ].join('\n');
}
