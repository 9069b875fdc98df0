import { checkOptions } from '@polyvae/errors';
import type { EpochResult, Progress, StepEvent } from '../progress.js';
import { numbersOf, type TermValues } from '../terms.js';
import { type ConsoleProgressOptions, formatSeconds, progressMeter, rateAndTimeLeft } from './progress-meter.js';

/**
 * Shows steps, rate, time left and terms: on a terminal as one line that is rewritten, in a plain log as a line now and
 * then and after every epoch.
 * @example
 * ```ts
 * await fit(model, data, { epochs: 10, batchSize: 256, rng, progress: consoleProgress() }).last();
 * ```
 */
export function consoleProgress(options: ConsoleProgressOptions = {}): Progress {
  checkOptions('consoleProgress', options, ['stream', 'label', 'intervalSeconds']);
  const meter = progressMeter(options);
  let latest: StepEvent | undefined;
  return {
    step: (event) => {
      latest = event;
      meter.show(() => describeStep(event), event.step === event.totalSteps);
    },
    epoch: (result) => meter.line(describeEpoch(result, latest)),
    note: meter.line,
    end: meter.end,
  };
}

function describeStep({ step, totalSteps, epoch, epochs, terms, stepsPerSecond, secondsLeft }: StepEvent): string {
  const rate =
    stepsPerSecond === undefined || secondsLeft === undefined
      ? []
      : [rateAndTimeLeft(stepsPerSecond, totalSteps - step, 'steps')];
  return [`epoch ${epoch + 1}/${epochs}`, `step ${step}/${totalSteps}`, ...rate, describeTerms(terms)].join('  ');
}

function describeEpoch({ index, step, terms, validation, seconds }: EpochResult, latest?: StepEvent): string {
  const of = latest ? `/${latest.epochs}` : '';
  const left = latest?.secondsLeft === undefined ? [] : [`${formatSeconds(latest.secondsLeft)} left`];
  const heldOut = validation ? [`held-out ${describeTerms(validation)}`] : [];
  return [
    `epoch ${index + 1}${of} done in ${formatSeconds(seconds)}`,
    `step ${step}`,
    ...left,
    describeTerms(terms),
    ...heldOut,
  ].join('  ');
}

function describeTerms(terms: TermValues): string {
  return numbersOf(terms)
    .map(({ path, value }) => `${path.join('.')} ${value.toPrecision(4)}`)
    .join('  ');
}
