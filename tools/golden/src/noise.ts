import type { NoiseRequest, ObjectiveContext } from '@polyvae/models';
import * as tf from '@tensorflow/tfjs';
import { type DataSet, keysOf, type Modality } from './data-set.js';
import { type GoldenCase, listAt, readArray } from './format.js';
import type { Settings } from './objective-model.js';

/** Gives the recorded noise of one step, by what it is for. */
export type Replay = NonNullable<ObjectiveContext['noise']> & { dispose(): void };

/**
 * The noise of each training step of a case.
 * @param steps How many steps share the recorded calls.
 */
export function recordedNoise(goldenCase: GoldenCase, settings: Settings, seed: number, steps: number): Replay[] {
  const calls = listAt(goldenCase.inputs, 'eps_calls').map((call) => readArray(call, seed));
  const { eps_order: stated } = goldenCase.inputs;
  const order = typeof stated === 'string' ? parseOrder(stated, settings.dataSet) : trainingOrder(settings);
  if (order.length * steps !== calls.length) {
    throw new Error(`eps_order names ${order.length} calls for each of ${steps} steps, the case has ${calls.length}`);
  }
  return Array.from({ length: steps }, (_, step) => {
    const tensors = new Map(
      order.map((name, i) => {
        const call = calls[step * order.length + i]!;
        return [name, tf.tensor(Float32Array.from(call.data), [...call.shape])] as const;
      }),
    );
    const replay = (request: NoiseRequest): tf.Tensor => {
      const tensor = tensors.get(nameOf(request));
      if (!tensor)
        throw new Error(`the case has no noise for "${nameOf(request)}", only ${[...tensors.keys()].join(', ')}`);
      return tensor;
    };
    return Object.assign(replay, { dispose: () => tf.dispose([...tensors.values()]) });
  });
}

/** Which latent of which pass, e.g. `joint/shared` or `mnist/private mnist`. */
function nameOf({ pass, latent }: NoiseRequest): string {
  return `${pass === 'joint' ? pass : pass.modality}/${latent === 'shared' ? latent : `private ${latent.modality}`}`;
}

/**
 * Reads e.g. `content, style img_mnist, …; then the unimodal passes: content(M), style M, …` or `…; image pass: content,
 * style img; …`.
 */
export function parseOrder(order: string, dataSet: DataSet): string[] {
  let pass = 'joint';
  return order
    .replace(/then the unimodal passes:/, '')
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, own, latent, unimodal, style] =
        /^(?:(\w+) pass: *)?(content|style)(?:\((\w+)\))?(?: (\w+))?$/.exec(part) ?? [];
      const next = own ?? unimodal;
      if (next !== undefined) pass = modalityOf(next, dataSet);
      if (latent === 'content') return `${pass}/shared`;
      if (latent === 'style' && style !== undefined) return `${pass}/private ${modalityOf(style, dataSet)}`;
      throw new Error(`cannot read "${part}" in eps_order "${order}"`);
    });
}

/** The order of the format's README, section 4, for cases that do not repeat it. */
function trainingOrder({ dataSet, method, factorised }: Settings): string[] {
  const keys = keysOf(dataSet);
  const own = (pass: string, key: Modality): string[] => (factorised ? [`${pass}/private ${key}`] : []);
  const joint = ['joint/shared', ...keys.flatMap((key) => own('joint', key))];
  const unimodal = keys.flatMap((key) => [`${key}/shared`, ...own(key, key)]);
  return method === 'poe' ? [...joint, ...unimodal] : joint;
}

/** The modality of a name: `img_mnist`, `mnist`, `M`, `img` and the like. */
function modalityOf(name: string, { modalities }: DataSet): Modality {
  const found = modalities.find(({ key, input, output }) => [key, input, output, key[0]!.toUpperCase()].includes(name));
  if (!found) throw new Error(`unknown modality "${name}"`);
  return found.key;
}
