/** A convolution without padding (`valid`) or to the same size, its batch normalisation folded in, then a ReLU. */
export interface Convolution {
  readonly name: string;
  readonly kernel: readonly [height: number, width: number];
  readonly outputs: number;
  /** Default 1. */
  readonly stride?: 2;
  readonly valid?: boolean;
}

/** Kinds of pooling; an average of 3 × 3 neighbours leaves out what lies beyond the border, or counts it as zeros. */
export type Pool = 'average' | 'average-with-zeros' | 'max' | 'max-halving';

/** One thing done to an image; a list of paths is done to the same input, their channels follow one another. */
export type Step = Convolution | Pool | { readonly prefix: string; readonly paths: readonly (readonly Step[])[] };

/** `fid`: the network of 2015 that FID is defined with; `torchvision`: the one torchvision trained and published. */
export type InceptionVariant = 'fid' | 'torchvision';

type Kernel = number | readonly [number, number];

function conv(name: string, kernel: Kernel, outputs: number, rest: Partial<Convolution> = {}): Convolution {
  return { name, kernel: typeof kernel === 'number' ? [kernel, kernel] : kernel, outputs, ...rest };
}

const reducing = { stride: 2, valid: true } as const;

function blockA(prefix: string, poolOutputs: number, average: Pool): Step {
  return {
    prefix,
    paths: [
      [conv('branch1x1', 1, 64)],
      [conv('branch5x5_1', 1, 48), conv('branch5x5_2', 5, 64)],
      [conv('branch3x3dbl_1', 1, 64), conv('branch3x3dbl_2', 3, 96), conv('branch3x3dbl_3', 3, 96)],
      [average, conv('branch_pool', 1, poolOutputs)],
    ],
  };
}

function blockC(prefix: string, inner: number, average: Pool): Step {
  const [row, column] = [
    [1, 7],
    [7, 1],
  ] as const;
  return {
    prefix,
    paths: [
      [conv('branch1x1', 1, 192)],
      [conv('branch7x7_1', 1, inner), conv('branch7x7_2', row, inner), conv('branch7x7_3', column, 192)],
      [
        conv('branch7x7dbl_1', 1, inner),
        conv('branch7x7dbl_2', column, inner),
        conv('branch7x7dbl_3', row, inner),
        conv('branch7x7dbl_4', column, inner),
        conv('branch7x7dbl_5', row, 192),
      ],
      [average, conv('branch_pool', 1, 192)],
    ],
  };
}

function blockE(prefix: string, pool: Pool): Step {
  const split = (name: string): Step => ({
    prefix: '',
    paths: [[conv(`${name}a`, [1, 3], 384)], [conv(`${name}b`, [3, 1], 384)]],
  });
  return {
    prefix,
    paths: [
      [conv('branch1x1', 1, 320)],
      [conv('branch3x3_1', 1, 384), split('branch3x3_2')],
      [conv('branch3x3dbl_1', 1, 448), conv('branch3x3dbl_2', 3, 384), split('branch3x3dbl_3')],
      [pool, conv('branch_pool', 1, 192)],
    ],
  };
}

/**
 * Inception-v3 up to its last block of 2,048 channels. The FID's network differs from the later one in its pools: averages
 * leave out what lies beyond the border, and the last block takes maxima.
 * @see Szegedy et al. 2016, "Rethinking the Inception Architecture for Computer Vision"
 */
export function inceptionSteps(variant: InceptionVariant): readonly Step[] {
  const average: Pool = variant === 'fid' ? 'average' : 'average-with-zeros';
  return [
    conv('Conv2d_1a_3x3', 3, 32, reducing),
    conv('Conv2d_2a_3x3', 3, 32, { valid: true }),
    conv('Conv2d_2b_3x3', 3, 64),
    'max-halving',
    conv('Conv2d_3b_1x1', 1, 80),
    conv('Conv2d_4a_3x3', 3, 192, { valid: true }),
    'max-halving',
    blockA('Mixed_5b', 32, average),
    blockA('Mixed_5c', 64, average),
    blockA('Mixed_5d', 64, average),
    {
      prefix: 'Mixed_6a',
      paths: [
        [conv('branch3x3', 3, 384, reducing)],
        [conv('branch3x3dbl_1', 1, 64), conv('branch3x3dbl_2', 3, 96), conv('branch3x3dbl_3', 3, 96, reducing)],
        ['max-halving'],
      ],
    },
    blockC('Mixed_6b', 128, average),
    blockC('Mixed_6c', 160, average),
    blockC('Mixed_6d', 160, average),
    blockC('Mixed_6e', 192, average),
    {
      prefix: 'Mixed_7a',
      paths: [
        [conv('branch3x3_1', 1, 192), conv('branch3x3_2', 3, 320, reducing)],
        [
          conv('branch7x7x3_1', 1, 192),
          conv('branch7x7x3_2', [1, 7], 192),
          conv('branch7x7x3_3', [7, 1], 192),
          conv('branch7x7x3_4', 3, 192, reducing),
        ],
        ['max-halving'],
      ],
    },
    blockE('Mixed_7b', average),
    blockE('Mixed_7c', variant === 'fid' ? 'max' : average),
  ];
}
