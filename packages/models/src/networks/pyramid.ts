import type { Rng } from '@polyvae/random';
import { relu, reshape } from './activation.js';
import { conv2d } from './conv2d.js';
import { conv2dTranspose } from './conv2d-transpose.js';
import { linear } from './linear.js';
import type { Network } from './network.js';
import type { Initialisation } from './parameter.js';

type Size = readonly [height: number, width: number];

/** Convolutions that halve an image until both axes are at most {@link SMALLEST}, or the way back. */
export interface PyramidOptions {
  /** Of the image. */
  readonly size: Size;
  /** Of the image. */
  readonly channels: number;
  /** Channels after the first convolution. */
  readonly width: number;
  /** By how much they grow at the second and the third one. */
  readonly growth: number;
  /** Features `[batch, features]` at the other end. */
  readonly features: number;
  readonly init: Initialisation;
  readonly rng: Rng;
}

/** Axes of this length and below are not halved. */
const SMALLEST = 4;

/** One convolution, from the larger side to the smaller one. */
interface Stage {
  readonly from: Size;
  readonly to: Size;
  readonly channels: readonly [from: number, to: number];
}

function stagesOf({ size, channels, width, growth }: PyramidOptions): Stage[] {
  const stages: Stage[] = [];
  let from = size;
  let before = channels;
  while (Math.max(...from) > SMALLEST) {
    const to = from.map((axis) => (axis > SMALLEST ? Math.floor(axis / 2) : axis)) as [number, number];
    const after = width * growth ** Math.min(stages.length, 2);
    stages.push({ from, to, channels: [before, after] });
    [from, before] = [to, after];
  }
  return stages;
}

/** Kernel, stride and padding of a stage: an axis is halved, or stays as it is. */
function geometryOf({ from, to }: Stage): Record<'kernel' | 'stride' | 'padding' | 'outputPadding', [number, number]> {
  const of = (halved: (axis: 0 | 1) => number, kept: number): [number, number] =>
    ([0, 1] as const).map((axis) => (to[axis] < from[axis] ? halved(axis) : kept)) as [number, number];
  return {
    kernel: of(() => 4, 3),
    stride: of(() => 2, 1),
    padding: [1, 1],
    outputPadding: of((axis) => from[axis] % 2, 0),
  };
}

/** The smallest image of the pyramid, `[height, width, channels]`. */
function topOf({ size, channels }: PyramidOptions, stages: readonly Stage[]): [number, number, number] {
  const last = stages.at(-1);
  return last ? [...last.to, last.channels[1]] : [...size, channels];
}

/** Layers from an image `[batch, height, width, channels]` to features: `conv1` …, `flat`, `hidden`. */
export function pyramidDown(options: PyramidOptions): Record<string, Network> {
  const { features, init, rng } = options;
  const stages = stagesOf(options);
  const values = topOf(options, stages).reduce((product, axis) => product * axis, 1);
  const convolutions = stages.map((stage, i): [string, Network] => {
    const name = `conv${i + 1}`;
    const [inputs, outputs] = stage.channels;
    const { outputPadding: _, ...geometry } = geometryOf(stage);
    return [name, conv2d({ ...geometry, inputs, outputs, activation: 'relu', init, rng: rng.fork(name) })];
  });
  return {
    ...Object.fromEntries(convolutions),
    flat: reshape([values]),
    hidden: linear({ inputs: values, units: features, activation: 'relu', init, rng: rng.fork('hidden') }),
  };
}

/**
 * Layers from features to an image `[batch, height, width, channels]`, without activation at its end: `hidden`, `image`,
 * `conv1` ….
 */
export function pyramidUp(options: PyramidOptions): Record<string, Network> {
  const { features, init, rng } = options;
  const stages = stagesOf(options);
  const top = topOf(options, stages);
  const values = top.reduce((product, axis) => product * axis, 1);
  const convolutions = stages.toReversed().flatMap((stage, i): [string, Network][] => {
    const name = `conv${i + 1}`;
    const [outputs, inputs] = stage.channels;
    const layer = conv2dTranspose({ ...geometryOf(stage), inputs, outputs, init, rng: rng.fork(name) });
    return i < stages.length - 1
      ? [
          [name, layer],
          [`relu${i + 1}`, relu()],
        ]
      : [[name, layer]];
  });
  return {
    hidden: linear({ inputs: features, units: values, init, rng: rng.fork('hidden') }),
    ...(stages.length > 0 && { relu: relu() }),
    image: reshape(top),
    ...Object.fromEntries(convolutions),
  };
}
