import { expect, test } from 'vitest';
import { celeba, digits } from './data-sets.js';
import { parseOrder } from './noise.js';

test("the reference's orders of noise", () => {
  const joint = ['joint/shared', 'joint/private mnist', 'joint/private svhn', 'joint/private text'];
  expect(parseOrder('content, style img_mnist, style img_svhn, style text', digits)).toEqual(joint);
  expect(parseOrder('content; then the unimodal passes: content(M), style M, content(T)', digits)).toEqual([
    'joint/shared',
    'mnist/shared',
    'mnist/private mnist',
    'text/shared',
  ]);
  expect(
    parseOrder(
      'content, style img, style text; image pass: content, style img; text pass: content, style text',
      celeba,
    ),
  ).toEqual([
    'joint/shared',
    'joint/private image',
    'joint/private text',
    'image/shared',
    'image/private image',
    'text/shared',
    'text/private text',
  ]);
  expect(() => parseOrder('content, style img', digits)).toThrow('unknown modality "img"');
  expect(() => parseOrder('content, noise', celeba)).toThrow('cannot read "noise"');
});
