import type { NoiseRequest } from '@polyvae/models';
import * as tf from '@tensorflow/tfjs';
import { listAt, objectsAt, readArray } from '../format.js';
import type { Replay } from '../noise.js';
import type { ZooCase } from './zoo-case.js';

/** The recorded noise of a case, by its name. */
export function zooNoise({ inputs }: ZooCase): Replay {
  const known = new Map(
    (listAt(inputs, 'eps').length > 0 ? objectsAt(inputs, 'eps') : []).map((own) => {
      const { shape, data } = readArray(own, 0);
      return [String(own.name), tf.tensor(Float32Array.from(data), [...shape])] as const;
    }),
  );
  const replay = ({ pass, latent }: NoiseRequest): tf.Tensor => {
    const first = pass === 'joint' ? pass : pass.modality;
    const name = `${first}/${latent === 'shared' ? latent : `private ${latent.modality}`}`;
    const found = known.get(name);
    if (!found) throw new Error(`the case has no noise for "${name}", only ${[...known.keys()].join(', ')}`);
    return found;
  };
  return Object.assign(replay, { dispose: () => tf.dispose([...known.values()]) });
}
