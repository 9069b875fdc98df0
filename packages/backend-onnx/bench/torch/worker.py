"""Times a case of this benchmark in PyTorch. Each line of standard input is a number of repetitions; each is answered by a
line of JSON with their milliseconds. The first line of output comes after the warm-up.

    echo 5 | OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=1 python3 worker.py --case celeba --batch 16
"""
import argparse
import importlib
import json
import sys
import time

import torch

from train import create_step

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument('--case', required=True)
parser.add_argument('--batch', type=int, required=True)
parser.add_argument('--warmup', type=int, default=3)
options = parser.parse_args()


def timed():
    start = time.perf_counter()
    repeat()
    return 1000 * (time.perf_counter() - start)


torch.manual_seed(0)
repeat = create_step(importlib.import_module(options.case).Model(options.batch))
first = timed()
for _ in range(1, options.warmup):
    repeat()
print(json.dumps({'engine': f'PyTorch {torch.__version__}', 'threads': torch.get_num_threads(), 'firstMs': first}), flush=True)
for line in sys.stdin:
    print(json.dumps({'times': [timed() for _ in range(int(line))]}), flush=True)
