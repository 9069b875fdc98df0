/**
 * Standard error of an accuracy over test items, as of two more right and two more wrong ones (Agresti and Coull 1998): of few
 * items that were all right it is not 0.
 */
export function accuracyError(accuracy: number, items: number): number {
  const share = (accuracy * items + 2) / (items + 4);
  return Math.sqrt((share * (1 - share)) / (items + 4));
}
