import { closeSync, readSync } from 'node:fs';
import { faceImageSize } from '../../faces-split.js';
import type { OpenChunk } from './open-chunk.js';

/**
 * Reads faces from open chunks. Nothing is kept in memory: the system's own file cache serves what was read before.
 *
 * @param chunks By position of the chunk.
 */
export function faceReader(
  chunks: Map<number, OpenChunk>,
  imagesPerChunk: number,
): { read(positions: Uint32Array, target: Uint8Array): void; close(): void } {
  return {
    read(positions, target) {
      positions.forEach((position, row) => {
        const chunk = chunks.get(Math.floor(position / imagesPerChunk));
        if (chunk === undefined) throw new Error('celebaText: this dataset is closed; open it again with celebaText');
        readFace(chunk, position, target, row * faceImageSize);
      });
    },
    close() {
      for (const { descriptor } of chunks.values()) closeSync(descriptor);
      chunks.clear();
    },
  };
}

function readFace({ descriptor, plan }: OpenChunk, position: number, target: Uint8Array, offset: number): void {
  const from = (position - plan.first) * faceImageSize;
  for (let done = 0; done < faceImageSize; ) {
    const bytes = readSync(descriptor, target, offset + done, faceImageSize - done, from + done);
    if (bytes === 0) {
      throw new Error(
        `${plan.pixelFile}: it has become shorter since it was opened; call celebaText again to repair it`,
      );
    }
    done += bytes;
  }
}
