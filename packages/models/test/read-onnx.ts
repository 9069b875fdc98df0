/** Fields of a protobuf message: numbers and bytes by field number. */
function* fieldsOf(bytes: Uint8Array): Generator<{ field: number; value: number | Uint8Array }> {
  let at = 0;
  const varint = (): number => {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = bytes[at++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const field = key >> 3;
    if ((key & 7) === 0) yield { field, value: varint() };
    else {
      const length = (key & 7) === 5 ? 4 : varint();
      at += length;
      yield { field, value: bytes.subarray(at - length, at) };
    }
  }
}

const bytesOf = (message: Uint8Array, wanted: number): Uint8Array[] =>
  [...fieldsOf(message)].flatMap(({ field, value }) =>
    field === wanted && value instanceof Uint8Array ? [value] : [],
  );
const textsOf = (message: Uint8Array, wanted: number): string[] =>
  bytesOf(message, wanted).map((own) => new TextDecoder().decode(own));

/** What an ONNX model is made of. */
export interface OnnxParts {
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly nodes: readonly {
    readonly op: string;
    readonly domain: string;
    readonly inputs: readonly string[];
    readonly outputs: readonly string[];
  }[];
  readonly constants: readonly string[];
  readonly outputs: readonly string[];
}

/** Reads an ONNX ModelProto. */
export function readOnnx(model: Uint8Array): OnnxParts {
  const [graph] = bytesOf(model, 7) as [Uint8Array];
  return {
    opsets: bytesOf(model, 8).map((own) => ({
      domain: textsOf(own, 1)[0] ?? '',
      version: [...fieldsOf(own)].find(({ field }) => field === 2)!.value as number,
    })),
    nodes: bytesOf(graph, 1).map((own) => ({
      op: textsOf(own, 4)[0]!,
      domain: textsOf(own, 7)[0] ?? '',
      inputs: textsOf(own, 1),
      outputs: textsOf(own, 2),
    })),
    constants: bytesOf(graph, 5).flatMap((own) => textsOf(own, 8)),
    outputs: bytesOf(graph, 12).flatMap((own) => textsOf(own, 1)),
  };
}
