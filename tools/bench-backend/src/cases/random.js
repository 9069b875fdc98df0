/** Seeded numbers for weights, data and noise; they only have to be the same on every run. */
export function createRandom(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  // Masks of millions of elements are drawn in every step: 32 of them from one xorshift.
  let bits = (seed ^ 0x9e3779b9) >>> 0 || 1;
  const nextBits = () => {
    bits ^= bits << 13;
    bits ^= bits >>> 17;
    bits ^= bits << 5;
    return bits;
  };

  return {
    uniform,
    uniforms: (n, low, high) => {
      const values = new Float32Array(n);
      for (let i = 0; i < n; i++) values[i] = low + (high - low) * uniform();
      return values;
    },
    bytes: (n, end = 256) => Uint8Array.from({ length: n }, () => uniform() * end),
    normals: (n) =>
      Float32Array.from({ length: n }, () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())),
    /** Zero or two, with equal chances: what dropout at rate 0.5 multiplies by. */
    halves: (n) => {
      const mask = new Float32Array(n);
      for (let i = 0; i < n; i += 32) {
        let word = nextBits();
        const end = Math.min(n, i + 32);
        for (let j = i; j < end; j++) {
          mask[j] = (word & 1) << 1;
          word >>>= 1;
        }
      }
      return mask;
    },
  };
}
