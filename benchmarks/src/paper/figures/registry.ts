import { findNamed } from '../../input/suggest.js';
import type { FigureSpec } from '../figure.js';
import { figure8, figure9 } from './labels.js';
import { figureMissing } from './missing.js';
import { figure1, figure2, figure4, figure7 } from './pictures.js';
import { figure3, figure5, figure6 } from './sweeps.js';

/** Every figure. */
export const figures: readonly FigureSpec[] = [
  figure1,
  figure2,
  figure3,
  figure4,
  figure5,
  figure6,
  figure7,
  figure8,
  figure9,
  figureMissing,
];

/** Whether a figure is one of the paper's. */
export function isOfPaper({ number }: FigureSpec): boolean {
  return /^\d+$/.test(number);
}

/** @throws {UserError} if there is none of that number or name. */
export function findFigure(number: string): FigureSpec {
  return findNamed(figures, 'number', { name: number, unknown: 'There is no figure' });
}
