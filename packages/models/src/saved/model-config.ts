import type { Settings } from '@polyvae/training';
import { ConfigurationError } from '../errors.js';
import { fusionWeights } from '../fusion/fusion-weights.js';
import { isKnownLikelihood, likelihoodFrom } from '../likelihoods/from-config.js';
import type { Modality } from '../modalities/modality.js';
import { MultimodalVae } from '../model/multimodal-vae.js';
import { encoderFrom, networkFrom } from '../networks/from-config.js';
import type { NetworkConfig } from '../networks/network.js';
import { objectiveFrom } from '../objectives/from-config.js';
import type { Objective } from '../objectives/objective.js';

/** A kind of likelihood or objective, with its settings. */
export interface PartConfig {
  readonly kind: string;
  readonly settings: Settings;
}

/** One modality of a saved model. */
export interface ModalityConfig {
  readonly encoder: NetworkConfig;
  readonly decoder: NetworkConfig;
  readonly likelihood: PartConfig;
  readonly weight: number;
  readonly privateBeta: number;
  /** Size of the private latent; 0 if there is none. */
  readonly private: number;
}

/** Everything about a model but its parameters. JSON holds it exactly. */
export interface ModelConfig {
  readonly format: 'polyvae-model';
  readonly version: number;
  /** Size of the shared latent. */
  readonly shared: number;
  /** In the model's order. */
  readonly modalities: Readonly<Record<string, ModalityConfig>>;
  readonly objective: PartConfig;
}

/** Version of the format that is written. */
export const modelVersion = 1;

/**
 * Describes a model.
 * @throws {ConfigurationError} if a network or a likelihood cannot be described, naming it and what to do.
 */
export function modelConfig<K extends string>(model: MultimodalVae<K>): ModelConfig {
  const modalities = model.keys.map((key): [string, ModalityConfig] => {
    const { encoder, decoder, likelihood, weight, privateBeta, private: size } = model.modalities[key];
    if (!isKnownLikelihood(likelihood)) {
      throw new ConfigurationError(
        `the likelihood of '${key}' is not what '${likelihood.kind}' and its settings say: give it a kind of its own and make that known by registerLikelihood.`,
      );
    }
    return [
      key,
      {
        encoder: described(`encoder of '${key}'`, encoder.config),
        decoder: described(`decoder of '${key}'`, decoder.config),
        likelihood: { kind: likelihood.kind, settings: likelihood.settings ?? {} },
        weight,
        privateBeta,
        private: size,
      },
    ];
  });
  const { kind, settings, saved } = model.objective;
  return {
    format: 'polyvae-model',
    version: modelVersion,
    shared: model.shared,
    modalities: Object.fromEntries(modalities),
    objective: { kind, settings: { ...settings?.(model.keys), ...saved } },
  };
}

function described(what: string, config: NetworkConfig | undefined): NetworkConfig {
  if (config) return config;
  throw new ConfigurationError(
    `the ${what} cannot be described: it, or a part of it, is a network of your own. Give that a \`config\` with a \`type\`, and make the type known by registerNetwork.`,
  );
}

/**
 * Builds a model from its description, with parameters that are to be loaded.
 * @param objective In place of the described one.
 * @throws {ConfigurationError} if a type of network, a likelihood or the objective is unknown.
 */
export function modelFromConfig<K extends string = string>(
  { shared, modalities: configs, objective: described }: ModelConfig,
  objective?: Objective<K>,
): MultimodalVae<K> {
  const keys = Object.keys(configs) as K[];
  const own = objective ?? objectiveFrom(described.kind, described.settings, keys);
  fusionWeights(keys, own.weights);
  const built: { dispose(): void }[] = [];
  const kept = <N extends { dispose(): void }>(network: N): N => {
    built.push(network);
    return network;
  };
  try {
    const modalities = keys.map((key): [K, Modality] => {
      const { encoder, decoder, likelihood, ...rest } = configs[key]!;
      return [
        key,
        {
          likelihood: likelihoodFrom(likelihood.kind, likelihood.settings),
          encoder: kept(encoderFrom(encoder)),
          decoder: kept(networkFrom(decoder)),
          weight: rest.weight,
          privateBeta: rest.privateBeta,
          private: rest.private,
        },
      ];
    });
    return new MultimodalVae<K>(Object.fromEntries(modalities) as Record<K, Modality>, shared, own);
  } catch (error) {
    for (const network of built) network.dispose();
    throw error;
  }
}
