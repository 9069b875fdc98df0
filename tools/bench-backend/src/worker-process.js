import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that measures one case on one engine: JSON lines out, numbers of repetitions in. */
export class WorkerProcess {
  #child;
  #lines;
  #errors = '';

  constructor(command, args, env) {
    this.#child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr.on('data', (data) => {
      this.#errors = (this.#errors + data).slice(-2000);
    });
    // A child that has died is noticed by its missing answer.
    this.#child.stdin.on('error', () => {});
    this.#child.on('error', (error) => {
      this.#errors += error.message;
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** What the worker says next. Throws what it failed with, or after `patience` milliseconds. */
  async answer(patience) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${patience / 1000} s`)), patience);
    });
    try {
      const { value, done } = await Promise.race([this.#lines.next(), late]);
      if (done) throw new Error(this.#errors.trim().split('\n').at(-1) || 'the process ended');
      const answer = JSON.parse(value);
      if (answer.error) throw new Error(answer.error);
      return answer;
    } catch (error) {
      this.end();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  measure(repetitions, patience) {
    this.#child.stdin.write(`${repetitions}\n`);
    return this.answer(patience);
  }

  end() {
    this.#child.kill();
  }
}
