// Entry of the bundle: loads tfjs-core's own tests for one backend and runs them.
import { jasmine } from './environment.js';
import '@tensorflow/tfjs-core/dist/tests.js';

/**
 * Runs the tests whose full name contains a text.
 * @param {string} filter
 * @returns {Promise<{ name: string, status: string, messages: string[] }[]>} One result a test, also for those left out.
 */
export async function runSuite(filter) {
  const results = [];
  const environment = jasmine.getEnv();
  environment.configure({ random: false, specFilter: (spec) => spec.getFullName().includes(filter) });
  environment.addReporter({
    specDone({ fullName, status, failedExpectations }) {
      results.push({ name: fullName, status, messages: failedExpectations.map(({ message }) => message) });
    },
  });
  await environment.execute();
  return results;
}
