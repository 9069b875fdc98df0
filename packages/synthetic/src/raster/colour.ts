/** Red, green and blue, 0 … 255; on the way to a picture also beyond. */
export type Colour = readonly [number, number, number];

/** Colours by their hexadecimal names, e.g. `#ff8000`. */
export function palette(...names: readonly string[]): Colour[] {
  return names.map((name) => {
    const value = Number.parseInt(name.slice(1), 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  });
}

/** The colour `t` of the way from `a` to `b`. */
export function mix(a: Colour, b: Colour, t: number): Colour {
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])];
}

/** Lighter (`factor` above 1) or darker, in the same hue. */
export function scaled(colour: Colour, factor: number): Colour {
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}

/** Towards white by the share `t`. */
export function lighter(colour: Colour, t: number): Colour {
  return mix(colour, [255, 255, 255], t);
}
