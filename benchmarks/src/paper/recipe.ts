import { type Experiment, type RecipeChanges, recipeKeys } from './experiment.js';

/** Names of the recipes. `paper`: as published; `fast`: what learns more in the same time. */
export const recipeNames = ['paper', 'fast'] as const;

/** Name of a recipe. */
export type RecipeName = (typeof recipeNames)[number];

/** An experiment as a recipe trains it; what the experiment keeps stays. */
export function withRecipe(experiment: Experiment, changes: RecipeChanges): Experiment {
  const { keeps = [] } = experiment;
  const changed = recipeKeys.filter((key) => changes[key] !== undefined && !keeps.includes(key));
  return { ...experiment, ...Object.fromEntries(changed.map((key) => [key, changes[key]])) };
}

function privateBetaOf({ privateBeta, privateBetaAtFirst: first }: Experiment): string {
  return first
    ? `${first.value}, after ${Math.round(100 * first.share)} % of the training ${privateBeta},`
    : `${privateBeta}`;
}

/** What a recipe changed of an experiment, for people; empty if nothing. */
export function recipeLine(published: Experiment, trained: Experiment): string {
  const isNew = (key: (typeof recipeKeys)[number]): boolean => trained[key] !== published[key];
  const [first, second] = trained.moments ?? [];
  const changes = [
    ...(isNew('init') ? ['He-uniform weights and biases of 0 to start from'] : []),
    ...(isNew('centred') ? ['images centred before they are encoded'] : []),
    ...(isNew('moments') ? [`Adam's decays ${first} and ${second} instead of 0.9 and 0.999`] : []),
    ...(isNew('coolDown')
      ? [`a rate that falls to 0 over the last ${Math.round(100 * trained.coolDown!)} % of the steps`]
      : []),
    ...(isNew('beta') ? [`β ${trained.beta} instead of ${published.beta}`] : []),
    ...(isNew('privateBeta') && trained.latent.private > 0
      ? [`private β ${privateBetaOf(trained)} instead of ${published.privateBeta}`]
      : []),
    ...(isNew('everyComponent') && trained.objective !== 'mvae'
      ? [`${trained.everyComponent!.join(' and ')} reconstructed from every component of the mixture`]
      : []),
  ];
  return changes.length > 0 ? `recipe fast: ${changes.join(', ')}` : '';
}
