import { OPERATIONS } from './cases/operations.js';
import { STEPS } from './cases/steps.js';

/** All cases: operations forward and with gradients, and training steps, one for each batch. */
export function listCases(only, quick) {
  const operations = Object.entries(OPERATIONS).flatMap(([name, { title, flops, gradient }]) => {
    const forward = { id: name, name, kind: 'operation', title, flops, steps: 20 };
    if (!gradient) return [forward];
    // Each input's gradient is a product as large as the operation's own.
    const all = { flops: flops && 3 * flops, title: `${title}, with gradients` };
    return [forward, { ...forward, ...all, id: `${name}-gradient`, name: `${name}-gradient` }];
  });
  const steps = Object.entries(STEPS).flatMap(([name, { title, batches, verifyBatch, flops, jit, steps }]) => {
    const sizes = only ? [only] : quick ? [verifyBatch] : batches;
    return sizes.map((batch) => {
      const own = { id: `${name}-${batch}`, title: `${title}, batch ${batch}`, flops: flops * batch };
      return { ...own, name, kind: 'step', batch, jit, steps };
    });
  });
  return [...operations, ...steps];
}

/** The cases whose id or name was asked for; a name with several batches or a gradient stands for all of them. */
export function selectCases(cases, only, option = '--only') {
  if (!only) return cases;
  const chosen = new Set();
  for (const wanted of only) {
    const found = cases.filter(({ id, kind }) => id === wanted || id.startsWith(`${wanted}-`) || `${kind}s` === wanted);
    if (!found.length) {
      throw new Error(
        `${option}: expected names among operations, steps, ${cases.map(({ id }) => id).join(', ')}; found "${wanted}"`,
      );
    }
    for (const one of found) chosen.add(one);
  }
  return cases.filter((one) => chosen.has(one));
}
