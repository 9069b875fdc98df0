// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
const colours = /\u001b\[[\d;]*m/g;

const noise = [
  /^\s*• (?:Packages in scope|Running|Remote caching)/,
  /^\s*(?:Cached|Time):\s/,
  /^(?:\S+: )?cache (?:hit|miss|bypass)/,
  /^\s*(?:• )?turbo \d/,
];

/**
 * Whether a line of turbo's is about turbo itself, and not about what it runs.
 * @param {string} line
 * @returns {boolean}
 */
export function isNoise(line) {
  const text = line.replace(colours, '');
  return noise.some((pattern) => pattern.test(text));
}
