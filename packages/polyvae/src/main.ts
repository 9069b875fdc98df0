import { runCli } from './run-cli.js';

/** Exit code of a program that ends by SIGPIPE, as a shell gives it; Node ignores the signal. */
const brokenPipe = 141;

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    // Whoever reads the output, `head` for example, has had enough.
    process.exit(brokenPipe);
  });
}

process.exitCode = await runCli(process.argv.slice(2));
