import { spawnSync } from 'node:child_process';

/** The first Python that has PyTorch, if any; the given one must have it. @param {string} [given] */
export function findPython(given) {
  const candidates = given ? [given] : ['python3', '/usr/bin/python3', 'python'];
  const found = candidates.find((name) => spawnSync(name, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0);
  if (given && !found)
    throw new Error(`--python: expected a Python with PyTorch, found "${given}", which cannot import it`);
  return found;
}
