/** Bytes as what networks take: numbers from 0 to 1. Made anew in every step, as a data loader does. */
export function scaled(bytes) {
  const values = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) values[i] = bytes[i] / 255;
  return values;
}

/** Indices as one-hot rows. */
export function oneHot(indices, classes) {
  const values = new Float32Array(indices.length * classes);
  for (let i = 0; i < indices.length; i++) values[i * classes + indices[i]] = 1;
  return values;
}
