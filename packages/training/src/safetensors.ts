import { PolyvaeError } from '@polyvae/errors';

/** Element types of the safetensors format that this reader and writer know. */
export type SafetensorsType =
  | 'F32'
  | 'F64'
  | 'F16'
  | 'BF16'
  | 'F8_E4M3'
  | 'F8_E5M2'
  | 'I8'
  | 'I16'
  | 'I32'
  | 'I64'
  | 'U8'
  | 'U16'
  | 'U32'
  | 'U64'
  | 'BOOL';

/**
 * One tensor: its elements row-major. `BOOL` is one byte each; of floating-point numbers of 16 and 8 bits `data` has the bits, see
 * {@link float32Of}.
 */
export interface SafetensorsEntry {
  /** Type of the elements. */
  readonly dtype: SafetensorsType;
  /** Sizes of the axes; none of a scalar. */
  readonly shape: readonly number[];
  /** Elements in row-major order. */
  readonly data: ArrayBufferView;
}

/** Contents of a safetensors file. */
export interface Safetensors {
  /** Tensors by name, in the file's order. */
  readonly tensors: ReadonlyMap<string, SafetensorsEntry>;
  /** Texts by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A file that is not valid safetensors. */
export class SafetensorsError extends PolyvaeError {
  override readonly name = 'SafetensorsError';
  readonly code = 'safetensors';
}

type Constructor = new (buffer: ArrayBuffer) => ArrayBufferView;

const TYPES: Readonly<Record<SafetensorsType, { bytes: number; array: Constructor }>> = {
  F32: { bytes: 4, array: Float32Array },
  F64: { bytes: 8, array: Float64Array },
  F16: { bytes: 2, array: Uint16Array },
  BF16: { bytes: 2, array: Uint16Array },
  F8_E4M3: { bytes: 1, array: Uint8Array },
  F8_E5M2: { bytes: 1, array: Uint8Array },
  I8: { bytes: 1, array: Int8Array },
  I16: { bytes: 2, array: Int16Array },
  I32: { bytes: 4, array: Int32Array },
  I64: { bytes: 8, array: BigInt64Array },
  U8: { bytes: 1, array: Uint8Array },
  U16: { bytes: 2, array: Uint16Array },
  U32: { bytes: 4, array: Uint32Array },
  U64: { bytes: 8, array: BigUint64Array },
  BOOL: { bytes: 1, array: Uint8Array },
};

/** The format's own limit. */
const MAX_HEADER = 100_000_000;

function requireLittleEndian(): void {
  if (new Uint8Array(new Uint16Array([1]).buffer)[0] !== 1) {
    throw new SafetensorsError('safetensors needs a little-endian machine');
  }
}

/**
 * Writes tensors and metadata as one safetensors file. Equal input gives equal bytes.
 * @throws {SafetensorsError} if data and shape of a tensor do not fit.
 * @example
 * ```ts
 * const bytes = encodeSafetensors([['bias', { dtype: 'F32', shape: [2], data: Float32Array.of(0, 1) }]]);
 * ```
 */
export function encodeSafetensors(
  tensors: Iterable<readonly [name: string, entry: SafetensorsEntry]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  requireLittleEndian();
  // Entries, not assignments: a tensor may be called '__proto__'.
  const header: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) header.push(['__metadata__', metadata]);
  const parts: SafetensorsEntry[] = [];
  const names = new Set<string>(['__metadata__']);
  let end = 0;
  for (const [name, entry] of tensors) {
    if (names.has(name)) throw new SafetensorsError(`safetensors: the tensor name '${name}' is reserved or used twice`);
    names.add(name);
    const { dtype, shape, data } = entry;
    const expected = shape.reduce((product, size) => product * size, TYPES[dtype].bytes);
    if (data.byteLength !== expected) {
      throw new SafetensorsError(
        `safetensors: tensor '${name}' of shape [${shape.join(', ')}] and type ${dtype} needs ${expected} bytes, found ${data.byteLength}`,
      );
    }
    header.push([name, { dtype, shape, data_offsets: [end, end + expected] }]);
    parts.push(entry);
    end += expected;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  // Spaces up to a multiple of 8, so that the data is aligned.
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, 8, 8 + length);
  bytes.set(json, 8);
  let at = 8 + length;
  for (const { data } of parts) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * Reads a safetensors file. Every size is checked against the file's length before anything is allocated.
 * @param source Named in errors, such as the file's path.
 * @throws {SafetensorsError} if the bytes are not a valid safetensors file.
 * @example
 * ```ts
 * const { tensors, metadata } = decodeSafetensors(await readFile('model.safetensors'));
 * ```
 */
export function decodeSafetensors(file: Uint8Array, source = 'safetensors'): Safetensors {
  requireLittleEndian();
  // Node's Buffer has a `slice` that does not copy: from here on it is a plain array.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  const fail = (what: string): never => {
    throw new SafetensorsError(`${source}: not a valid safetensors file: ${what}`);
  };
  if (bytes.byteLength < 8) fail(`expected at least 8 bytes, found ${bytes.byteLength}`);
  const claimed = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (claimed > BigInt(MAX_HEADER)) fail(`its header claims ${claimed} bytes, more than the format's ${MAX_HEADER}`);
  const length = Number(claimed);
  if (length > bytes.byteLength - 8) {
    fail(`its header claims ${length} bytes, but only ${bytes.byteLength - 8} follow (is the file truncated?)`);
  }
  const header = parseHeader(bytes.subarray(8, 8 + length), fail);
  const body = bytes.subarray(8 + length);
  const metadata: [string, string][] = [];
  const spans: { name: string; begin: number; end: number }[] = [];
  const tensors = new Map<string, SafetensorsEntry>();
  const entries: { name: string; dtype: SafetensorsType; shape: number[]; begin: number; end: number }[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') metadata.push(...parseMetadata(value, fail));
    else {
      const entry = { name, ...parseEntry(name, value, body.byteLength, fail) };
      entries.push(entry);
      spans.push(entry);
    }
  }
  checkSpans(spans, body.byteLength, fail);
  for (const { name, dtype, shape, begin, end } of entries) {
    const copy = body.slice(begin, end);
    tensors.set(name, { dtype, shape, data: new TYPES[dtype].array(copy.buffer) });
  }
  return { tensors, metadata: Object.fromEntries(metadata) };
}

type Fail = (what: string) => never;

function parseHeader(bytes: Uint8Array, fail: Fail): object {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    fail(`its header is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) fail('its header is not a JSON object');
  return header;
}

function parseMetadata(value: unknown, fail: Fail): [string, string][] {
  if (typeof value !== 'object' || value === null) fail('__metadata__ is not an object');
  return Object.entries(value).map(([key, text]) => {
    if (typeof text !== 'string') fail(`__metadata__ entry '${key}' is not a string`);
    return [key, text];
  });
}

function parseEntry(
  name: string,
  value: unknown,
  available: number,
  fail: Fail,
): { dtype: SafetensorsType; shape: number[]; begin: number; end: number } {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(TYPES, dtype)) {
    fail(`tensor '${name}' has the type ${JSON.stringify(dtype)}; known are ${Object.keys(TYPES).join(', ')}`);
  }
  const isCount = (count: unknown): count is number => Number.isSafeInteger(count) && (count as number) >= 0;
  if (!Array.isArray(shape) || !shape.every(isCount)) {
    fail(`tensor '${name}' has the shape ${JSON.stringify(shape)}; expected an array of integers ≥ 0`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    fail(`tensor '${name}' has the offsets ${JSON.stringify(offsets)}; expected two integers ≥ 0`);
  }
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > available) {
    fail(`tensor '${name}' claims bytes ${begin} to ${end} of ${available} (is the file truncated?)`);
  }
  const needed = shape.reduce((product, size) => product * size, TYPES[dtype as SafetensorsType].bytes);
  if (needed !== end - begin) {
    fail(`tensor '${name}' of shape [${String(shape)}] and type ${dtype} needs ${needed} bytes, found ${end - begin}`);
  }
  return { dtype: dtype as SafetensorsType, shape, begin, end };
}

/** The format allows neither overlaps nor holes. */
function checkSpans(spans: { name: string; begin: number; end: number }[], total: number, fail: Fail): void {
  let end = 0;
  for (const span of spans.sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (span.begin !== end)
      fail(`tensor '${span.name}' begins at byte ${span.begin}, expected ${end} (overlap or hole)`);
    end = span.end;
  }
  if (end !== total) fail(`its tensors end at byte ${end}, but ${total} bytes of data follow the header`);
}
