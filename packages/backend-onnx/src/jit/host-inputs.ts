/** How to make again what a body uploads, without running the body. */
export interface HostInputs<Token = unknown> {
  /** Called before the body runs; what it returns stands for this run's arrays from then on. */
  begin(): Token;
  /** Why what the body did with this run's arrays cannot be repeated, if it cannot. */
  refusal?(token: Token): string | undefined;
  /** Index of an array that this run made, by identity; undefined for any other. */
  indexOf(token: Token, array: unknown): number | undefined;
  /** Called once no more is asked about this run's arrays. */
  end?(token: Token): void;
  /** Makes the arrays of another call, by index. Types and lengths must be those of the run that the token stands for. */
  make(token: Token): readonly unknown[];
}

/** None. */
export const NO_HOST_INPUTS: HostInputs = { begin: () => undefined, indexOf: () => undefined, make: () => [] };
