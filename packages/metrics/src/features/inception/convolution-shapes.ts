import type { Step } from './architecture.js';

/** The shape `[height, width, inputs, outputs]` of every convolution's weight, by its full name, and the channels at the end. */
export function convolutionShapes(
  steps: readonly Step[],
  inputs: number,
  prefix = '',
): { shapes: Map<string, readonly number[]>; channels: number } {
  const shapes = new Map<string, readonly number[]>();
  let channels = inputs;
  for (const step of steps) {
    if (typeof step === 'string') continue;
    if ('paths' in step) {
      const found = step.paths.map((path) => convolutionShapes(path, channels, fullName(prefix, step.prefix)));
      for (const path of found) for (const [name, shape] of path.shapes) shapes.set(name, shape);
      channels = found.reduce((sum, path) => sum + path.channels, 0);
    } else {
      shapes.set(fullName(prefix, step.name), [...step.kernel, channels, step.outputs]);
      channels = step.outputs;
    }
  }
  return { shapes, channels };
}

/** Name within a block; blocks without a name of their own add nothing. */
export function fullName(prefix: string, name: string): string {
  return prefix && name ? `${prefix}.${name}` : prefix || name;
}
