/** Subsets of MNIST, SVHN and text by their size, as results name them; in the paper's order. */
export const singles = ['mnist', 'svhn', 'text'] as const;
export const pairs = ['mnist+svhn', 'mnist+text', 'svhn+text'] as const;
export const joint = ['mnist+svhn+text'] as const;

/** Each modality, generated from every subset of the others; that of both stands last. */
export const toMnist = ['svhn>mnist', 'text>mnist', 'svhn+text>mnist'] as const;
export const toSvhn = ['mnist>svhn', 'text>svhn', 'mnist+text>svhn'] as const;
export const toText = ['mnist>text', 'svhn>text', 'mnist+svhn>text'] as const;

/** Everything that is generated from other modalities. */
export const conditional = [...toMnist, ...toSvhn, ...toText] as const;

/** Initials in place of names: `svhn+text>mnist` becomes `S,T→M`. */
export function abbreviated(key: string): string {
  const initials = key.replace(/[a-z]+/g, (name) => name.charAt(0).toUpperCase());
  return initials.replaceAll('+', ',').replace('>', '→');
}
