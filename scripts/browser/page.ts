import { computeOutcome, type Outcome } from './same-everywhere.js';

declare global {
  interface Window {
    outcome: Promise<Outcome>;
  }
}

window.outcome = computeOutcome();
