import { type Unzipped, unzipSync } from 'fflate';
import type { ShapedValues } from './array-values.js';
import { DataFileError } from './data-file-error.js';
import { fromNpy } from './npy.js';

/**
 * Modalities for `arraySource` from a .npz file, as `numpy.savez` and `savez_compressed` write it: its arrays by their names.
 * @param name Of the file, for errors.
 * @throws {DataFileError} if the file or an array in it is damaged or holds anything but numbers.
 * @example
 * ```ts
 * const data = arraySource(fromNpz(await readFile('omics.npz'), 'omics.npz'));
 * ```
 */
export function fromNpz(bytes: Uint8Array, name = 'arrays.npz'): Record<string, ShapedValues> {
  const advice = 'Save it again with numpy.savez(file, scan=…, genes=…).';
  let files: Unzipped;
  try {
    files = unzipSync(bytes);
  } catch (error) {
    throw new DataFileError({
      file: name,
      where: 'as a whole',
      expected: 'a zip archive of .npy files',
      found: `${bytes.length} bytes that cannot be unpacked (${(error as Error).message})`,
      advice,
      cause: error,
    });
  }
  const arrays = Object.entries(files).filter(([file]) => file.endsWith('.npy'));
  if (arrays.length === 0) {
    const found = Object.keys(files).slice(0, 5).join(', ');
    throw new DataFileError({ file: name, where: 'its files', expected: '.npy files', found: found || 'none', advice });
  }
  return Object.fromEntries(
    arrays.map(([file, content]) => [file.slice(0, -'.npy'.length), fromNpy(content, `${name}: ${file}`)]),
  );
}
