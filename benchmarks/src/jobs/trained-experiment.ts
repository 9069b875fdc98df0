import type { Dataset } from '../datasets/dataset.js';
import type { Experiment } from '../paper/experiment.js';
import type { Profile } from '../paper/profile.js';
import { withRecipe } from '../paper/recipe.js';

/** The experiment as a profile trains it: in its size, by its recipe. */
export function trainedExperiment(
  experiment: Experiment,
  { name, recipe }: Pick<Profile, 'name' | 'recipe'>,
  { settings, fast }: Pick<Dataset, 'settings' | 'fast'>,
): Experiment {
  const { width, fast: own } = settings[name];
  const sized = experiment.width !== undefined && width !== undefined ? { ...experiment, width } : experiment;
  return recipe === 'fast' ? withRecipe(sized, { ...fast, ...own?.experiments }) : sized;
}
