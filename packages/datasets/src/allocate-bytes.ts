import { ArgumentError } from '@polyvae/errors';

/**
 * Bytes for as many items as were asked for.
 * @param where The function that was asked.
 * @throws {ArgumentError} if there is no room for them; says how many bytes they need.
 */
export function allocateBytes(where: string, items: number, bytesOfItem: number): Uint8Array {
  try {
    return new Uint8Array(items * bytesOfItem);
  } catch {
    throw new ArgumentError(
      `${where}: ${items} items of ${bytesOfItem} bytes need ${((items * bytesOfItem) / 2 ** 30).toFixed(1)} GiB in one array, ` +
        'which cannot be had here; ask for fewer',
    );
  }
}
