/** Name of the weights' file in the folder of a training or a judge. */
export const weightsFile = 'weights.safetensors';
