import { escapeHtml } from '../render/escape-html.js';
import { type PictureRow, pictureGrid } from './picture-grid.js';

/** A grid with its title. */
export interface PicturePanel {
  readonly title: string;
  readonly rows: readonly PictureRow[];
}

/** Panels beside each other, where they are narrow enough. */
const columns = 3;
const gap = 24;

const isPlain = ({ label, caption }: PictureRow): boolean => label === '' && caption === undefined;

/**
 * Grids of pictures as one SVG that needs nothing else: below each other, or three in a line where they are squares of
 * pictures without labels.
 * @param title Read by screen readers.
 */
export function picturePanels(panels: readonly PicturePanel[], title: string): string {
  const headed = panels.map((panel) => panel.rows.map((row, i) => (i === 0 ? { ...row, heading: panel.title } : row)));
  if (panels.length < columns || !panels.every(({ rows }) => rows.every(isPlain))) {
    return pictureGrid(headed.flat(), title);
  }
  const grids = headed.map((rows, i) => pictureGrid(rows, panels[i]!.title));
  const sizes = grids.map(
    (svg) => /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!.slice(1).map(Number) as [number, number],
  );
  const width = Math.max(...sizes.map(([own]) => own));
  const height = Math.max(...sizes.map(([, own]) => own));
  const placed = grids.map((svg, i) => {
    const x = (i % columns) * (width + gap);
    const y = Math.floor(i / columns) * (height + gap);
    // Three in a line are drawn small; their titles are to be read all the same.
    return svg.replace(/^<svg /, `<svg x="${x}" y="${y}" `).replace('font-size="12"', 'font-size="18"');
  });
  const [wide, tall] = [columns * (width + gap) - gap, Math.ceil(grids.length / columns) * (height + gap) - gap];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeHtml(title)}" viewBox="0 0 ${wide} ${tall}" ` +
    `width="${wide}" height="${tall}" fill="currentColor">${placed.join('')}</svg>`
  );
}
