/** Room beside the picture, so that what is partly outside keeps its shape. */
const margin = 20;

/** Rows and columns that an area may cover, the ends not included; columns of the margin are not in the picture. */
export interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * How much of each pixel lies within closed lines, exactly: each row holds the changes of the covered area from one pixel
 * to the next, so that their running sum is the coverage, signed by the direction of the line.
 */
export class Coverage {
  readonly changes: Float64Array;
  readonly #stride: number;

  /** @param side Height and width of the picture in pixels. */
  constructor(readonly side: number) {
    this.#stride = side + 2 * margin + 2;
    this.changes = new Float64Array(this.#stride * side);
  }

  /** Where the pixel at the left edge of the picture is in {@link changes}. */
  rowStart(row: number): number {
    return row * this.#stride + margin;
  }

  /** Adds the area within the closed line through the first `length` numbers: x and y in turn, in pixels. */
  add(line: Float64Array, length: number): Box {
    let fromX = line[length - 2]!;
    let fromY = line[length - 1]!;
    const { side } = this;
    let top = side;
    let bottom = 0;
    let left = side + margin;
    let right = -margin;
    for (let i = 0; i < length; i += 2) {
      const x = line[i]!;
      const y = line[i + 1]!;
      this.#edge(fromX, fromY, x, y);
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      if (x < left) left = x;
      if (x > right) right = x;
      fromX = x;
      fromY = y;
    }
    return {
      top: Math.max(0, Math.floor(top)),
      bottom: Math.min(side, Math.ceil(bottom)),
      left: Math.max(-margin, Math.floor(left)),
      right: Math.min(side + margin + 2, Math.ceil(right) + 2),
    };
  }

  /**
   * In each row that an edge crosses, all to its right gains the height that it crosses, signed by its direction; the
   * pixels that it passes through gain the part of them that lies to its right.
   */
  #edge(x0: number, y0: number, x1: number, y1: number): void {
    if (y0 === y1) return;
    const sign = y0 < y1 ? 1 : -1;
    const low = sign > 0 ? y0 : y1;
    const high = sign > 0 ? y1 : y0;
    const { changes, side } = this;
    const stride = this.#stride;
    if (high <= 0 || low >= side) return;
    const slope = (x1 - x0) / (y1 - y0);
    const first = Math.max(0, Math.floor(low));
    const last = Math.min(side, Math.ceil(high));
    const origin = sign > 0 ? x0 : x1;
    for (let row = first; row < last; row++) {
      const from = Math.max(row, low);
      const to = Math.min(row + 1, high);
      const height = (to - from) * sign;
      const xa = bounded(origin + (from - low) * slope, side);
      const xb = bounded(origin + (to - low) * slope, side);
      const left = Math.min(xa, xb);
      const right = Math.max(xa, xb);
      const begin = Math.floor(left);
      const end = Math.ceil(right);
      const at = row * stride + margin + begin;
      if (end <= begin + 1) {
        const beyond = (left + right) / 2 - begin;
        changes[at] = changes[at]! + height * (1 - beyond);
        changes[at + 1] = changes[at + 1]! + height * beyond;
        continue;
      }
      let before = 0;
      for (let column = begin; column < end; column++) {
        const enter = Math.max(left, column);
        const leave = Math.min(right, column + 1);
        const passed = (enter - left) / (right - left);
        const part = (leave - enter) / (right - left);
        const covered = passed + part * (column + 1 - (enter + leave) / 2);
        changes[at + column - begin] = changes[at + column - begin]! + height * (covered - before);
        before = covered;
      }
      changes[at + end - begin] = changes[at + end - begin]! + height * (1 - before);
    }
  }
}

function bounded(x: number, side: number): number {
  return x < -margin ? -margin : Math.min(x, side + margin);
}
