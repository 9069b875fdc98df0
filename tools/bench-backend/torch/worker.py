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

from memory import resident_mb
from operations import create_operation, is_operation
from train import create_step

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument('--case', required=True)
parser.add_argument('--batch', type=int, default=0)
parser.add_argument('--warmup-ms', type=float, default=5000)
options = parser.parse_args()


def timed():
    start = time.perf_counter()
    repeat()
    return 1000 * (time.perf_counter() - start)


def answer(**values):
    print(json.dumps({**values, 'rssMb': resident_mb()}), flush=True)


torch.manual_seed(0)
if is_operation(options.case):
    repeat = create_operation(options.case)
else:
    repeat = create_step(importlib.import_module(options.case).Model(options.batch))
warmup = [timed()]
while len(warmup) < 3 and sum(warmup) < options.warmup_ms:
    warmup.append(timed())
# Debian builds its own, with OpenBLAS.
build = ' (Debian)' if torch.__file__.startswith('/usr/lib/python3/dist-packages/') else ''
answer(version=f'PyTorch {torch.__version__}{build}', firstMs=warmup[0], lastMs=warmup[-1])
for line in sys.stdin:
    cpu = time.process_time()
    times = [timed() for _ in range(int(line))]
    answer(times=times, cpuMs=1000 * (time.process_time() - cpu) / len(times))
