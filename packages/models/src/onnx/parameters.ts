import type * as tf from '@tensorflow/tfjs-core';

/** A parameter's shape and values. */
export interface HostParameter {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Parameters of a network, read back, by path. */
export class Parameters {
  readonly #all: ReadonlyMap<string, HostParameter>;
  /** Where the network stands in the model, with a dot at its end. */
  readonly #prefix: string;

  private constructor(all: ReadonlyMap<string, HostParameter>, prefix: string) {
    this.#all = all;
    this.#prefix = prefix;
  }

  /**
   * Reads variables and state of a network.
   * @param path Of the network in the model, the first part of the constants' names.
   */
  static async read(
    path: string,
    network: { readonly variables: Tensors; readonly state: Tensors },
  ): Promise<Parameters> {
    const entries = Object.entries({ ...network.variables, ...network.state });
    const read = entries.map(async ([name, own]): Promise<[string, HostParameter]> => {
      const values = await own.data();
      return [`${path}.${name}`, { shape: own.shape, values: values as Float32Array }];
    });
    return new Parameters(new Map(await Promise.all(read)), `${path}.`);
  }

  /** Parameters of a part. */
  of(name: string): Parameters {
    return new Parameters(this.#all, `${this.#prefix}${name}.`);
  }

  /** The path of a parameter in the model. */
  path(name: string): string {
    return `${this.#prefix}${name}`;
  }

  /** A parameter, if there is one of this name. */
  find(name: string): HostParameter | undefined {
    return this.#all.get(this.path(name));
  }

  /** A parameter that must be there. */
  get(name: string): HostParameter {
    const found = this.find(name);
    if (!found) throw new Error(`Internal: there is no parameter ${this.path(name)}.`);
    return found;
  }
}

type Tensors = Readonly<Record<string, tf.Variable>>;
