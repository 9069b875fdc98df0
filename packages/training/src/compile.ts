/** How a compiled function gets what its body makes on the host, without running the body. */
export interface CompiledInputs {
  /** Called before the body runs; what it returns stands for this run. */
  begin(): unknown;
  /** Why what the body did with this run's arrays cannot be repeated, if it cannot. */
  refusal(token: unknown): string | undefined;
  /** Index of an array that this run made; undefined for any other. */
  indexOf(token: unknown, array: unknown): number | undefined;
  /** Called once no more is asked about this run's arrays. */
  end(token: unknown): void;
  /** The arrays of another call, by index. */
  make(token: unknown): readonly unknown[];
}

/**
 * Compiles a function of tensors, such as `jit` of `@polyvae/backend-onnx`: the function that it returns gives what the
 * body gives, but need not run it. `strict: false` asks it to leave a body alone that it cannot compile, `verifyEvery` to
 * run the body again at every n-th call, and to throw if it gives something else than the compiled form.
 */
export type Compile = <A extends readonly unknown[], R>(
  body: (...args: A) => R,
  options: { readonly strict: boolean; readonly verifyEvery: number; readonly hostInputs: CompiledInputs },
) => (...args: A) => R;
