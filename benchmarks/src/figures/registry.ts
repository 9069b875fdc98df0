import type { FigureSpec } from '../figure.js';
import { choices } from '../suggest.js';
import { UserError } from '../user-error.js';
import { figure1 } from './figure-1.js';
import { figure2 } from './figure-2.js';
import { figure3 } from './figure-3.js';
import { figure4 } from './figure-4.js';
import { figure5 } from './figure-5.js';
import { figure6 } from './figure-6.js';
import { figure7 } from './figure-7.js';
import { figure8 } from './figure-8.js';
import { figure9 } from './figure-9.js';

/** Every figure that the runner makes. */
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
];

/** @throws {UserError} if there is none of that number. */
export function findFigure(number: string): FigureSpec {
  const found = figures.find((figure) => figure.number === number);
  if (found) return found;
  const known = figures.map((figure) => figure.number);
  throw new UserError(`There is no figure '${number}'.`, choices(number, known));
}
