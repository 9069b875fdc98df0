import type { FaceAttribute } from '../../face-attributes.js';

/** One attribute given those before it in the chain. */
export interface ChainLink {
  readonly attribute: FaceAttribute;
  /** Log odds × 100 where none of the attributes before it is present. */
  readonly bias: number;
  /** What each attribute before it adds to the log odds × 100. */
  readonly weights: readonly number[];
}

/**
 * Logistic regressions of CelebA's attributes, each on all before it, fitted on 20,000 faces.
 * Written by scripts/fit-face-attributes.js.
 */
export const attributeChain: readonly ChainLink[] = [
  { attribute: 'Male', bias: -32, weights: [] },
  { attribute: 'Young', bias: 200, weights: [-142] },
  { attribute: 'Wearing_Hat', bias: -351, weights: [124, -18] },
  { attribute: 'Bald', bias: -631, weights: [436, -183, -226] },
  { attribute: '5_o_Clock_Shadow', bias: -822, weights: [657, 97, -25, -69] },
  { attribute: 'Arched_Eyebrows', bias: -58, weights: [-255, 31, -109, 25, 25] },
  { attribute: 'Attractive', bias: -106, weights: [-146, 191, -114, -201, 69, 57] },
  { attribute: 'Bags_Under_Eyes', bias: -147, weights: [124, -86, -52, 51, 49, 36, -15] },
  { attribute: 'Bangs', bias: -98, weights: [-102, -16, -185, -290, -40, -67, 4, -12] },
  { attribute: 'Big_Lips', bias: -171, weights: [-68, 56, 19, 77, 27, 102, -25, 34, 16] },
  { attribute: 'Big_Nose', bias: -204, weights: [158, -72, 28, 100, 23, 59, -68, 133, 5, 90] },
  { attribute: 'Black_Hair', bias: -246, weights: [84, 106, -247, -312, 15, 14, -5, -27, -13, 38, 51] },
  { attribute: 'Blond_Hair', bias: -64, weights: [-221, -40, -225, -205, -13, 10, 24, -11, 27, -14, -49, -516] },
  { attribute: 'Blurry', bias: -136, weights: [-34, -19, -14, -45, -45, -69, -236, -41, -10, -20, -73, -35, -10] },
  { attribute: 'Brown_Hair', bias: -99, weights: [-35, 50, -247, -308, 29, -18, 42, -4, 41, -4, -62, -308, -292, -48] },
  {
    attribute: 'Bushy_Eyebrows',
    bias: -437,
    weights: [162, 94, -20, -55, 44, 53, 68, 17, -30, 20, 56, 97, -140, -88, -17],
  },
  {
    attribute: 'Chubby',
    bias: -294,
    weights: [81, -130, 50, 85, -82, 10, -194, 6, -103, 30, 150, 49, -117, -29, -56, -38],
  },
  {
    attribute: 'Double_Chin',
    bias: -351,
    weights: [39, -139, -47, 6, -4, 17, -144, 43, -38, 18, 119, -15, -35, -11, -67, 0, 254],
  },
  {
    attribute: 'Eyeglasses',
    bias: -145,
    weights: [52, -79, -5, 25, -11, -246, -152, -185, -52, 1, 54, 0, -58, -16, -60, -145, 22, 57],
  },
  {
    attribute: 'Goatee',
    bias: -749,
    weights: [537, -15, 48, 55, 8, -1, -17, -24, -101, 86, 56, 22, -67, -89, 6, 20, 59, -76, -3],
  },
  {
    attribute: 'Gray_Hair',
    bias: -175,
    weights: [68, -314, -248, -28, -137, -44, -123, 60, -46, -70, 39, -374, -21, -47, -286, -2, 24, 24, 57, -80],
  },
  {
    attribute: 'Heavy_Makeup',
    bias: -66,
    weights: [-523, 0, -96, -70, -206, 116, 149, -168, 34, 1, -5, 30, 43, -173, 11, 58, -11, 33, -179, -140, -9],
  },
  {
    attribute: 'High_Cheekbones',
    bias: -53,
    weights: [-78, -23, -35, 10, -66, 9, 20, 74, 4, -19, 85, 34, 38, -39, 18, -4, 26, 65, -39, -37, -18, 77],
  },
  {
    attribute: 'Mouth_Slightly_Open',
    bias: -109,
    weights: [4, 10, 64, -13, -2, 5, -19, 12, -3, 15, 12, -10, 28, 9, 5, 1, -20, 53, 29, -21, -12, 11, 174],
  },
  {
    attribute: 'Mustache',
    bias: -689,
    weights: [
      371, -65, 41, -47, -7, 11, -11, 11, -59, 52, 70, 33, -183, 35, -4, 45, 45, 37, 15, 229, -14, -79, -49, -36,
    ],
  },
  {
    attribute: 'Narrow_Eyes',
    bias: -256,
    weights: [-5, 5, -45, 7, 14, 18, -36, 44, 16, 67, 16, -15, -10, 79, -10, 8, 10, 34, -87, -25, 13, -24, 1, 67, 7],
  },
  {
    attribute: 'No_Beard',
    bias: 592,
    weights: [
      -395, -14, -36, -64, -265, 0, 2, 29, 68, -12, -2, 6, 40, -72, -2, -18, -71, 42, -18, -507, 66, 86, 51, -6, -425,
      -1,
    ],
  },
  {
    attribute: 'Oval_Face',
    bias: -185,
    weights: [
      36, 35, -22, 95, -42, -57, 48, -61, -17, -76, -27, 17, 6, -46, 9, 31, 44, -31, -12, 46, -7, 83, 88, 16, -37, -53,
      -25,
    ],
  },
  {
    attribute: 'Pale_Skin',
    bias: -353,
    weights: [
      -35, 6, -21, -7, -5, 36, 79, 6, 49, 25, -12, -54, 25, -32, -44, 20, 27, 19, -33, -41, 12, -37, -115, -21, -3, -7,
      74, -38,
    ],
  },
  {
    attribute: 'Pointy_Nose',
    bias: -111,
    weights: [
      -38, -28, -64, 3, 73, 12, 44, -21, -19, 7, -44, -18, 24, -28, 3, 26, -82, -7, -40, -15, 36, 68, -1, -4, 21, -27,
      19, -35, -20,
    ],
  },
  {
    attribute: 'Receding_Hairline',
    bias: -197,
    weights: [
      -13, -35, -345, 18, -29, 44, -98, 6, -385, 38, 62, -11, -75, -20, -121, -60, 24, 29, -4, 34, 102, -25, 6, 5, -6,
      3, 7, 30, -36, 13,
    ],
  },
  {
    attribute: 'Rosy_Cheeks',
    bias: -623,
    weights: [
      -47, -27, -36, -36, -45, 81, 31, -74, 45, 27, 54, -37, 47, -146, -2, 37, 27, 16, -70, -75, 40, 178, 174, 45, 64,
      -3, -13, 26, -161, 83, -21,
    ],
  },
  {
    attribute: 'Sideburns',
    bias: -301,
    weights: [
      225, -28, -2, -29, -16, -40, 44, 17, -8, -52, -12, -10, -41, -75, 8, 26, 40, -42, -36, 131, -29, -48, -62, 6, 22,
      -7, -483, -20, -57, 12, -17, 17,
    ],
  },
  {
    attribute: 'Smiling',
    bias: -330,
    weights: [
      8, -31, -21, 39, 25, -7, 85, 59, 49, -15, 48, 5, 12, 33, 14, 19, -31, 70, 29, -23, -10, -22, 303, 221, -7, 33, -3,
      71, -17, 6, -19, 104, 30,
    ],
  },
  {
    attribute: 'Straight_Hair',
    bias: -198,
    weights: [
      33, 23, -221, -226, 22, -16, 18, 16, 10, -13, -26, 49, 29, -49, 7, 17, 20, 2, 8, -48, 32, -35, -4, -3, 27, 12, 36,
      4, 17, -1, -43, -12, 1, 6,
    ],
  },
  {
    attribute: 'Wavy_Hair',
    bias: -45,
    weights: [
      -83, -35, -157, -318, -2, 4, 37, -19, -1, 45, 4, -19, 32, 16, 58, 21, -11, 15, -10, -38, -21, 56, 7, -10, -22, 32,
      -5, -7, -1, 6, -82, 13, 50, 9, -335,
    ],
  },
  {
    attribute: 'Wearing_Earrings',
    bias: -56,
    weights: [
      -356, -72, 10, -3, -26, 53, -26, -18, 2, 24, 51, 17, -14, -63, -15, -2, 43, -4, -8, 78, -12, 70, 48, 21, -18, 8,
      -57, 5, -42, 2, 45, 46, -126, 10, -43, -30,
    ],
  },
  {
    attribute: 'Wearing_Lipstick',
    bias: -292,
    weights: [
      -413, -16, -76, -23, -186, 103, 97, -39, 72, 66, 15, 26, 28, -87, -8, -10, -62, 9, -49, 14, -34, 324, 45, -1, -10,
      17, 134, 8, -15, 31, -55, 186, -81, 11, 37, 90, 37,
    ],
  },
  {
    attribute: 'Wearing_Necklace',
    bias: -173,
    weights: [
      -211, -24, 0, -95, -42, 47, -11, 14, 45, 49, 34, -14, 25, 10, -16, 8, -13, 11, 46, -9, -15, -27, 12, 15, 34, -4,
      -42, -51, -41, -7, -16, 17, -65, 6, 4, 10, 31, 58,
    ],
  },
  {
    attribute: 'Wearing_Necktie',
    bias: -572,
    weights: [
      371, -64, -114, 28, 11, 14, 28, 40, -64, -2, 13, 0, -49, -8, 0, 14, 48, 23, 39, -37, 44, -86, -9, -28, 27, -3, 42,
      -17, 15, 28, 24, 30, 9, 30, 47, -36, -101, -175, -230,
    ],
  },
];
