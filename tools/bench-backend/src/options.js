import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export const ENGINES = ['onnx', 'jit', 'torch', 'wasm', 'cpu'];

/** The training step whose memory is measured by default: at batch 256, or at whichever batch is asked for. */
const MEMORY_OF = 'digits-256';
const memoryDefault = ({ quick, batch }) => [quick || batch ? 'digits' : MEMORY_OF];

export const USAGE = `Measures this backend's operations and whole training steps, in alternation with other engines and PyTorch.
Usage: pnpm bench:backend [options]

  --only NAMES         operations, steps, or names of cases, with commas between
  --engines NAMES      among ${ENGINES.join(', ')}; onnx always takes part
  --threads N          threads of onnx and PyTorch; by default one per core
  --rounds N           rounds of the alternation; default 3
  --steps N            repetitions a round; by default each case's own
  --batch N            batch of the training steps
  --quick              one round, small batches, few repetitions: whether everything runs, no measurement
  --memory-steps N     also run N training steps, plain and by jit, and report resident memory
  --memory-of NAMES    the training steps whose memory is measured; default ${MEMORY_OF}
  --verify             compare the losses of the training steps with PyTorch's instead of measuring
  --python COMMAND     the Python that has PyTorch
  --json FILE          write everything that was measured
  --write-readme       put the tables into the package's README`;

function positive(name, value) {
  if (!/^[1-9]\d*$/.test(value)) throw new Error(`--${name}: expected a positive whole number, found "${value}"`);
  return Number(value);
}

/** The command line's options; throws an error with a message for the user. */
export function parseOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      engines: { type: 'string' },
      threads: { type: 'string', default: String(availableParallelism()) },
      rounds: { type: 'string' },
      steps: { type: 'string' },
      batch: { type: 'string' },
      quick: { type: 'boolean', default: false },
      'memory-steps': { type: 'string' },
      'memory-of': { type: 'string' },
      verify: { type: 'boolean', default: false },
      python: { type: 'string' },
      json: { type: 'string' },
      'write-readme': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const number = (name) => (values[name] === undefined ? undefined : positive(name, values[name]));
  const list = (name) => values[name]?.split(',').filter(Boolean);
  const engines = list('engines') ?? ENGINES;
  for (const engine of engines) {
    if (!ENGINES.includes(engine)) {
      throw new Error(`--engines: expected names among ${ENGINES.join(', ')}, found "${engine}"`);
    }
  }
  if (values.quick && values['write-readme'])
    throw new Error('--write-readme: a quick run is no measurement; leave out --quick');
  const memoryOf = list('memory-of');
  if (memoryOf && !values['memory-steps']) throw new Error('--memory-of: --memory-steps says how many steps to run');
  return {
    ...values,
    only: list('only'),
    engines: ENGINES.filter((engine) => engine === 'onnx' || engines.includes(engine)),
    threads: number('threads'),
    rounds: number('rounds') ?? (values.quick ? 1 : 3),
    steps: number('steps') ?? (values.quick ? 2 : undefined),
    batch: number('batch'),
    memorySteps: number('memory-steps'),
    memoryOf: memoryOf ?? memoryDefault(values),
    writeReadme: values['write-readme'],
  };
}
