import type { Rng } from '@polyvae/random';
import { ConfigurationError } from '../errors.js';
import { checkRate } from './dropout.js';
import type { Network } from './network.js';
import type { Initialisation } from './parameter.js';
import type { ResidualBlockOptions } from './residual-block.js';

/** Settings that vary the CelebA networks. */
export interface CelebaNetworkSettings {
  /** Features of the narrowest layer; those of the others are multiples of it. Default 128, as published. */
  readonly width?: number;
  /** Rate of the dropout layers while training; default 0.5, as published. */
  readonly dropout?: number;
}

/** The settings, or the published ones; checked before any variable is made. */
export function withDefaults({ width = 128, dropout = 0.5 }: CelebaNetworkSettings): Required<CelebaNetworkSettings> {
  if (!Number.isInteger(width) || width < 1) {
    throw new ConfigurationError(`CelebA networks: width must be a positive integer, found ${width}.`);
  }
  checkRate('CelebA networks: dropout', dropout);
  return { width, dropout };
}

type Block = (options: ResidualBlockOptions) => Network;

/** Blocks from the first of these numbers of features to the last, and what they share. */
interface Chain {
  readonly features: readonly number[];
  readonly dropout: number;
  readonly init?: Initialisation | undefined;
  readonly rng: Rng;
}

/** `block1`, `block2` …, each of which halves every axis; the last takes 4 to 1. */
export function closingBlocks(block: Block, chain: Chain): Record<string, Network> {
  const last = chain.features.length - 1;
  return blocks(block, chain, (index) => ({ stride: 2, padding: index === last ? 0 : 1 }));
}

/** `block1`, `block2` …, transposed; the first takes 1 to 4, the others double every axis. */
export function openingBlocks(block: Block, chain: Chain): Record<string, Network> {
  return blocks(block, chain, (index) => (index === 1 ? { stride: 1, padding: 0 } : { stride: 2, padding: 1 }));
}

/** The published code's factors in all networks of CelebA. */
const FACTORS = { shortcutFactor: 2, branchFactor: 0.3 } as const;

function blocks(
  block: Block,
  { features, dropout, init, rng }: Chain,
  geometry: (index: number) => Pick<ResidualBlockOptions, 'stride' | 'padding'>,
): Record<string, Network> {
  return Object.fromEntries(
    features.slice(1).map((outputs, before) => {
      const index = before + 1;
      const name = `block${index}`;
      const sizes = { inputs: features[before] as number, outputs, kernel: 4, ...geometry(index) };
      return [name, block({ ...FACTORS, ...sizes, dropout, init, rng: rng.fork(name) })];
    }),
  );
}
