/** What is wrong with the imports of the repository at `root`; empty if nothing is. */
export function checkImports(root: string): string[];
