import type {
  OnnxAttributes,
  OnnxElementType,
  OnnxGraph,
  OnnxInitializer,
  OnnxOperator,
  OnnxValueInfo,
} from '@polyvae/backend-onnx/onnx';
import { ArgumentError } from '@polyvae/errors';

/** Name of the batch axis. */
const BATCH = 'batch';

/** A value of a graph, float32 unless a function says otherwise. */
export interface Value {
  readonly name: string;
  /** Shape of one row, without the batch axis and with the channels last, as in this library, wherever they lie. */
  readonly shape: readonly number[];
  /** Whether the channels, the last axis of `shape`, come right after the batch axis, as convolutions want them. */
  readonly channelsFirst?: boolean;
}

/** Writes a graph operator by operator. Every value has a batch axis in front, constants do not. */
export class GraphBuilder {
  readonly #inputs: OnnxValueInfo[] = [];
  readonly #outputs: OnnxValueInfo[] = [];
  readonly #initializers = new Map<string, OnnxInitializer>();
  readonly #nodes: OnnxOperator[] = [];
  readonly #names = new Set<string>();
  /** Public names of values that are outputs. */
  readonly #renamed = new Map<string, string>();

  /**
   * An input `[batch, ...shape]`.
   * @throws {ArgumentError} if the name is taken.
   */
  input(name: string, shape: readonly number[], dtype: OnnxElementType = 'float32'): Value {
    this.#take(name);
    this.#inputs.push({ name, shape: [BATCH, ...shape], dtype });
    return { name, shape };
  }

  /**
   * Makes a value an output, `[batch, ...shape]`.
   * @throws {ArgumentError} if the name is taken.
   */
  output(name: string, value: Value): void {
    this.#take(name);
    this.#outputs.push({ name, shape: [BATCH, ...value.shape], dtype: 'float32' });
    // ONNX has one name for a value: what is an input or another output too gets a second one.
    const isInput = this.#inputs.some((own) => own.name === value.name);
    if (isInput || this.#renamed.has(value.name)) {
      this.#nodes.push({ op: 'Identity', name: `${name}.Identity`, inputs: [value.name], outputs: [name] });
    } else this.#renamed.set(value.name, name);
  }

  /** A constant tensor; those of one name are one. */
  constant(name: string, shape: readonly number[], values: Float32Array | BigInt64Array): string {
    const dtype = values instanceof Float32Array ? 'float32' : 'int64';
    if (!this.#initializers.has(name)) this.#take(name);
    this.#initializers.set(name, { name, shape, dtype, values });
    return name;
  }

  /** A constant number. */
  scalar(value: number): string {
    return this.constant(`constant ${value}`, [], Float32Array.of(value));
  }

  /** A constant vector of integers, such as a shape. */
  integers(values: readonly number[]): string {
    return this.constant(`constant [${values.join(', ')}]`, [values.length], BigInt64Array.from(values, BigInt));
  }

  /**
   * The result of an operator.
   * @param inputs Values or names of constants.
   * @param like Shape and layout of the result.
   */
  op(op: string, inputs: readonly (Value | string)[], like: Omit<Value, 'name'>, attributes?: OnnxAttributes): Value {
    let name = `${op} ${this.#nodes.length + 1}`;
    while (this.#names.has(name)) name += '_';
    this.#names.add(name);
    const read = inputs.map((own) => (typeof own === 'string' ? own : own.name));
    this.#nodes.push({ op, name, inputs: read, outputs: [name], attributes });
    return { name, shape: like.shape, channelsFirst: like.channelsFirst ?? false };
  }

  /** The graph; outputs keep the order in which they were made. */
  finish(name: string): OnnxGraph {
    const named = (value: string): string => this.#renamed.get(value) ?? value;
    const nodes = this.#nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(named),
      outputs: node.outputs.map(named),
    }));
    const initializers = [...this.#initializers.values()];
    return { name, inputs: this.#inputs, outputs: this.#outputs, initializers, nodes };
  }

  #take(name: string): void {
    if (this.#names.has(name)) {
      throw new ArgumentError(
        `exportOnnx: two values of the graph would be called '${name}'; give the modality of that name another one.`,
      );
    }
    this.#names.add(name);
  }
}
