#!/usr/bin/env python3
"""Converts the weights of an Inception-v3 from PyTorch to the file that `inceptionV3` of @polyvae/metrics reads.

    python3 convert-inception.py pt_inception-2015-12-05-6726825d.pth inception-fid.safetensors

Needs torch and numpy, nothing of torchvision. Takes a state dict (or a module saved whole) with torchvision's names:

* of pytorch-fid, `pt_inception-2015-12-05-*.pth`: the network of 2015 that FID is defined with (variant `fid`, 1008 classes);
* of torchvision's `inception_v3` (variant `torchvision`, 1000 classes). Its averages count the zeros beyond the border and its
  last block averages where the other takes maxima; FIDs made with it compare with no published ones.

Written is one safetensors file, float32, with two tensors for each of the 94 convolutions up to the last block:

    NAME.weight  [height, width, inputs, outputs]   e.g. Mixed_6b.branch7x7_2.weight [1, 7, 128, 128]
    NAME.bias    [outputs]

where the batch normalisation (epsilon 0.001) is folded into both, in double precision:
weight = conv.weight * gamma / sqrt(variance + epsilon), bias = beta - mean * gamma / sqrt(variance + epsilon).
The classifier (`fc`) and the auxiliary head (`AuxLogits`) are left out. Metadata: `variant`, `source`."""
import argparse
import json
import os
import struct

import numpy as np

EPSILON = 0.001
CONVOLUTIONS = 94


def convert(state):
    """From a state dict of arrays to {name: float32 array}, in the order of the names."""
    tensors = {}
    for key in sorted(state):
        if not key.endswith(".conv.weight") or key.startswith("AuxLogits."):
            continue
        name = key[: -len(".conv.weight")]
        weight, gamma, beta, mean, variance = (
            np.asarray(state[name + suffix], dtype=np.float64)
            for suffix in (".conv.weight", ".bn.weight", ".bn.bias", ".bn.running_mean", ".bn.running_var")
        )
        factor = gamma / np.sqrt(variance + EPSILON)
        # PyTorch has [outputs, inputs, height, width].
        tensors[name + ".weight"] = (weight * factor[:, None, None, None]).transpose(2, 3, 1, 0).astype("<f4")
        tensors[name + ".bias"] = (beta - mean * factor).astype("<f4")
    if len(tensors) != 2 * CONVOLUTIONS:
        raise SystemExit(
            f"expected {CONVOLUTIONS} convolutions named as torchvision's inception_v3 has them "
            f"(Conv2d_1a_3x3.conv.weight, ...), found {len(tensors) // 2}"
        )
    return tensors


def variant_of(state):
    classes = np.asarray(state["fc.weight"]).shape[0] if "fc.weight" in state else 1008
    return "torchvision" if classes == 1000 else "fid"


def write_safetensors(path, tensors, metadata):
    header, offset = {"__metadata__": metadata}, 0
    for name, array in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for array in tensors.values():
            file.write(np.ascontiguousarray(array).tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", help="a .pth file")
    parser.add_argument("output", help="the .safetensors file to write")
    arguments = parser.parse_args()
    import torch

    state = torch.load(arguments.weights, map_location="cpu", weights_only=True)
    if hasattr(state, "state_dict"):
        state = state.state_dict()
    state = {key: value.detach().numpy() for key, value in state.items()}
    variant = variant_of(state)
    write_safetensors(arguments.output, convert(state), {"variant": variant, "source": os.path.basename(arguments.weights)})
    print(f"{arguments.output}: use inceptionV3(tensors, {{ variant: '{variant}' }})")


if __name__ == "__main__":
    main()
