"""Prints the losses of training steps on weights and inputs from src/exchange.js, as a JSON list.

    python3 verify.py CASE FILE
"""
import importlib
import json
import sys

import exchange
from train import create_step

name, path = sys.argv[1:]
weights, steps = exchange.read(path)
batch = next(iter(steps[0].values())).shape[0]
model = importlib.import_module(name).Model(batch)
exchange.adopt_weights(model, weights)
step = create_step(model)
print(json.dumps([step({key: model.adopt(key, x) for key, x in drawn.items()}) for drawn in steps]))
