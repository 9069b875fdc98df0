import { expect, test } from 'vitest';
import { slimSvg } from './slim-svg.js';

test('what shows nothing goes, what shows something stays', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" version="1.1" class="marks" width="100" height="50">' +
    '<g fill="none" role="graphics-object" transform="translate(5,5)"><g><path d="M0,0h0v0h0Z"></path><g></g></g>' +
    '<g><line x2="0" y2="120" stroke="var(--grid)" stroke-width="1" opacity="1"></line></g>' +
    '<path aria-label="x: 0.123456; y: 2" d="M0.123456,2L1e-7,3.0001" stroke="var(--line-1)" stroke-width="1.8"></path>' +
    '<text transform="translate(0.55,1)">0.123456</text></g></svg>';
  expect(slimSvg(svg)).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50"><g fill="none" transform="translate(5,5)">' +
      '<line y2="120" stroke="var(--grid)"></line>' +
      '<path d="M0.1,2L1e-7,3" stroke="var(--line-1)" stroke-width="1.8"></path>' +
      '<text transform="translate(0.6,1)">0.123456</text></g></svg>',
  );
});
