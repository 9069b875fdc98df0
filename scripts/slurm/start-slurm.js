// A Slurm of one machine, for as long as a check takes: own configuration, ports and folders, nothing of it stays.
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const daemons = ['munged', 'slurmctld', 'slurmd'];
const searched = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];

/** Where a program is; undefined if it is not installed. */
function find(name) {
  return searched.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/** What of Slurm is not installed. */
export function missingPrograms() {
  return [...daemons, 'sbatch', 'squeue', 'scontrol', 'scancel'].filter((name) => !find(name));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function configuration(folder) {
  const node = hostname().split('.')[0];
  const user = userInfo().username;
  return `ClusterName=polyvae
SlurmctldHost=${node}
SlurmctldPort=${await freePort()}
SlurmdPort=${await freePort()}
SlurmUser=${user}
SlurmdUser=${user}
AuthType=auth/munge
AuthInfo=socket=${folder}/munge/socket
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=2,batch_sched_delay=1
MpiDefault=none
ReturnToService=2
KillWait=5
NodeName=${node} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
}

async function until(what, seconds, condition) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(250)) {
    if (await condition()) return;
  }
  throw new Error(`${what} within ${seconds} s`);
}

/**
 * Starts munged, slurmctld and slurmd.
 * @returns The environment in which Slurm's commands find it, and the way to stop it.
 */
export async function startSlurm() {
  const folder = mkdtempSync(join(tmpdir(), 'polyvae-slurm-'));
  chmodSync(folder, 0o755);
  for (const name of ['munge', 'state', 'spool']) mkdirSync(join(folder, name), { mode: 0o755 });
  const key = join(folder, 'munge', 'key');
  writeFileSync(key, randomBytes(1024), { mode: 0o400 });
  const conf = join(folder, 'slurm.conf');
  writeFileSync(conf, await configuration(folder));
  const env = { ...process.env, SLURM_CONF: conf };
  for (const name of Object.keys(env))
    if (/^(SLURM_|SBATCH_|SQUEUE_)/.test(name) && name !== 'SLURM_CONF') delete env[name];
  const started = [];

  function start(name, args) {
    const log = openSync(join(folder, `${name}.out`), 'a');
    const child = spawn(find(name), args, { env, stdio: ['ignore', log, log] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    started.unshift({ child, ended });
    return child;
  }

  async function stop() {
    await execute('scancel', ['-u', userInfo().username], { env }).catch(() => {});
    await until('the last task ends', 20, async () => {
      const { stdout } = await execute('squeue', ['-h'], { env }).catch(() => ({ stdout: '' }));
      return stdout.trim() === '';
    }).catch((error) => console.error(error.message));
    for (const { child, ended } of started) {
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(10_000)]);
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    }
    rmSync(folder, { recursive: true, force: true });
  }

  try {
    const munge = ['socket', 'pid-file', 'log-file', 'seed-file'].map(
      (name) => `--${name}=${join(folder, 'munge', name)}`,
    );
    start('munged', ['--foreground', '--force', `--key-file=${key}`, ...munge]);
    await until('munged makes its socket', 20, () => existsSync(join(folder, 'munge', 'socket')));
    start('slurmctld', ['-D', '-f', conf]);
    start('slurmd', ['-D', '-f', conf]);
    await until('the node is ready', 60, async () => {
      const { stdout } = await execute('sinfo', ['-h', '-o', '%T'], { env }).catch(() => ({ stdout: '' }));
      return stdout.trim() === 'idle';
    });
    return { env, folder, stop };
  } catch (error) {
    for (const name of daemons) {
      const log = join(folder, `${name}.out`);
      if (existsSync(log)) console.error(readFileSync(log, 'utf8').split('\n').slice(-15).join('\n'));
    }
    await stop();
    throw error;
  }
}
