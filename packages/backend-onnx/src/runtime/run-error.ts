/** How ONNX Runtime names the node that failed, which may be one that it has made of several. */
const FAILED_NODE = /while running (\S+) node\. Name:'.*?' Status Message: (.*)/s;

/** An error of ONNX Runtime's run as one that names the operator. */
export function runError(cause: unknown): Error {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [, operator, status = message] = FAILED_NODE.exec(message) ?? [];
  const subject = operator === undefined ? 'ONNX Runtime' : `ONNX operator ${operator}`;
  return new Error(
    `${subject}: ${status.trim().replace(/\.$/, '')}. This failed when results were computed, not when the operation was ` +
      'called; reading (dataSync) after each suspected call shows which one it is.',
    { cause },
  );
}
