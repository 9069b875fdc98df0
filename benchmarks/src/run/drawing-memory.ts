import type { DataSpec } from '../datasets/data-spec.js';
import { findDataset } from '../datasets/registry.js';
import { requireMemory } from '../input/available-memory.js';

/**
 * Refuses to draw more items than fit the memory; files have the size that they have.
 * @throws {UserError} that says what is needed and what is there.
 */
export function requireDrawingFits(spec: DataSpec): void {
  if (spec.source === 'files') return;
  const { title, drawnBytes } = findDataset(spec.dataset);
  const items = spec.trainSize + spec.testSize;
  requireMemory(
    `Drawing ${items.toLocaleString('en-US')} items for ${title}`,
    items * drawnBytes,
    'Ask for fewer (--count, or --batch of step).',
  );
}
