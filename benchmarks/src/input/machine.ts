import os from 'node:os';

/** The machine in a few words, for reports. */
export function describeMachine(): string {
  const cpus = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${os.availableParallelism()} × ${cpus[0]?.model.trim() ?? 'CPU'}, ${memory} GiB, ${os.platform()} ${os.arch()}, Node ${process.versions.node}`;
}
