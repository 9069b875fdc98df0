import type { Run } from '@polyvae/benchmarks';

/** Longer profiles, by the shorter one. */
const longer: Readonly<Record<string, readonly [command: string, what: string]>> = {
  smoke: ['polyvae bench', 'models that have learned: minutes'],
  quick: ['polyvae bench --profile standard', 'models that have learned for longer: about two hours'],
};

/** Next steps after a run: commands and what they do. */
export function nextSteps({ profile, data }: Pick<Run, 'profile' | 'data'>): string[] {
  const isSynthetic = Object.values(data).some(({ source }) => source === 'synthetic');
  const download = ['polyvae data download --out data', 'gets the real digits, for bench --data data'] as const;
  const steps = [
    ...(longer[profile.name] ? [longer[profile.name]!] : []),
    ...(isSynthetic ? [download] : []),
    ['polyvae figure 3', 'how β changes what mmJSD learns: trains a model for each'] as const,
  ];
  const width = Math.max(...steps.map(([command]) => command.length));
  return [
    '',
    'Next, in a checkout after `npx --yes pnpm@10.34.8`:',
    ...steps.map(([command, what]) => `  ${command.padEnd(width)}   ${what}`),
  ];
}
