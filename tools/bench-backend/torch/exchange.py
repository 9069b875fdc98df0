"""Reads weights and inputs that src/exchange.js wrote: a line of JSON, then the numbers, little endian."""
import json

import torch

TYPES = {'float32': torch.float32, 'int32': torch.int32}


def read(path):
    with open(path, 'rb') as file:
        header = json.loads(file.readline())
        numbers = bytearray(file.read())
    offset = 0

    def take(entry):
        nonlocal offset
        count = 1
        for n in entry['shape']:
            count *= n
        tensor = torch.frombuffer(numbers, dtype=TYPES[entry['dtype']], count=count, offset=offset)
        offset += 4 * count
        return tensor.reshape(entry['shape']).clone()

    weights = [in_pytorch_layout(take(entry), entry) for entry in header['weights']]
    steps = [{entry['name']: take(entry) for entry in step} for step in header['steps']]
    return weights, steps


def in_pytorch_layout(x, entry):
    if entry['layout'] == 'linear':
        if entry.get('flattened'):
            height, width, channels = entry['flattened']
            x = x.reshape(height, width, channels, -1).permute(2, 0, 1, 3).flatten(0, 2)
        return x.t()
    if entry['layout'] in ('conv', 'transposed'):
        # [h, w, i, o] to [o, i, h, w], and [h, w, o, i] to [i, o, h, w].
        return x.permute(3, 2, 0, 1)
    return x


def adopt_weights(model, weights):
    parameters = list(model.parameters())
    if len(parameters) != len(weights):
        raise ValueError(f'expected {len(parameters)} weights, found {len(weights)}')
    with torch.no_grad():
        for i, (parameter, weight) in enumerate(zip(parameters, weights)):
            # A 1-D convolution arrives with height one.
            if weight.dim() == 4 and parameter.dim() == 3:
                weight = weight[:, :, 0]
            if parameter.shape != weight.shape:
                raise ValueError(f'weight {i}: expected {tuple(parameter.shape)}, found {tuple(weight.shape)}')
            parameter.copy_(weight)
