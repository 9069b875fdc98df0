#!/usr/bin/env node
// Times PRD, FID and PRDC on normal features of the sizes that are named in the README. Processor time is printed beside
// the elapsed time, which grows when the machine does other things too. `--large` adds 2,048 features, which takes minutes.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { featureStatistics, fid, prd, prdc } from '@polyvae/metrics';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';

tf.enableProdMode();

const { values } = parseArgs({ options: { large: { type: 'boolean', default: false } } });

/** @param {number} n @param {number} d @param {Rng} rng */
const normal = (n, d, rng) => ({ data: rng.normals(n * d), shape: /** @type {const} */ ([n, d]) });

/** @param {string} name @param {() => Promise<unknown>} run */
async function time(name, run) {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await run();
  const seconds = (performance.now() - start) / 1000;
  const processor = process.cpuUsage(cpu).user / 1e6;
  console.log(
    `${name.padEnd(52)} ${seconds.toFixed(2).padStart(8)} s elapsed ${processor.toFixed(2).padStart(8)} s processor`,
  );
}

console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}`);
for (const d of [64, 128]) {
  const rng = Rng.fromSeed(1);
  const [real, generated] = [normal(10_000, d, rng), normal(10_000, d, rng)];
  const size = `10,000 against 10,000, ${d} features`;
  await time(`prd   ${size}`, () => prd({ real, generated, rng }));
  await time(`fid   ${size}`, () => fid({ real, generated }));
  await time(`prdc  ${size}`, () => prdc({ real, generated }));
}
if (values.large) {
  for (const n of [1000, 10_000]) {
    const rng = Rng.fromSeed(1);
    const [real, generated] = [normal(n, 2048, rng), normal(n, 2048, rng)];
    const size = `${n.toLocaleString('en')} against as many, 2048 features`;
    await time(`prd   ${size}`, () => prd({ real, generated, rng }));
    await time(`fid   ${size}`, () => fid({ real, generated }));
    await time(`featureStatistics alone, one side of it`, () => featureStatistics(real));
  }
}
