"""Times PyTorch training steps of mmJSD, MMVAE or MVAE on MNIST-SVHN-Text: the layers of Tables 10-12, the same loss,
batch and optimiser as `polyvae step`. Prints one JSON line. Written for PyTorch 1.13 or newer.

    OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=1 python3 pytorch-step.py --model mmjsd --batch 256 --steps 30
"""
import argparse
import json
import math
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

LATENT = 20
SCALE = 0.75
BETA = 5.0
WEIGHTS = {'mnist': 3072 / 784, 'svhn': 1.0, 'text': 3072 / 8}


class Encoder(nn.Module):
    def __init__(self, body, features):
        super().__init__()
        self.body, self.loc, self.log_var = body, nn.Linear(features, LATENT), nn.Linear(features, LATENT)

    def forward(self, x):
        h = self.body(x).flatten(1)
        return self.loc(h), self.log_var(h)


def conv2d(i, o, p):
    return [nn.Conv2d(i, o, 4, 2, p), nn.ReLU()]


def networks():
    encoders = nn.ModuleDict({
        'mnist': Encoder(nn.Sequential(nn.Flatten(), nn.Linear(784, 400), nn.ReLU()), 400),
        'svhn': Encoder(nn.Sequential(*conv2d(3, 32, 1), *conv2d(32, 64, 1), *conv2d(64, 64, 1), *conv2d(64, 128, 0)), 128),
        'text': Encoder(nn.Sequential(nn.Conv1d(71, 128, 1), nn.ReLU(), nn.Conv1d(128, 128, 4, 2, 1), nn.ReLU(),
                                      nn.Conv1d(128, 128, 4, 2, 0), nn.ReLU()), 128),
    })
    t2, t1 = nn.ConvTranspose2d, nn.ConvTranspose1d
    decoders = nn.ModuleDict({
        'mnist': nn.Sequential(nn.Linear(LATENT, 400), nn.ReLU(), nn.Linear(400, 784), nn.Sigmoid(),
                               nn.Unflatten(1, (1, 28, 28))),
        'svhn': nn.Sequential(nn.Linear(LATENT, 128), nn.Unflatten(1, (128, 1, 1)), nn.ReLU(), t2(128, 64, 4, 2, 0),
                              nn.ReLU(), t2(64, 64, 4, 2, 1), nn.ReLU(), t2(64, 32, 4, 2, 1), nn.ReLU(),
                              t2(32, 3, 4, 2, 1)),
        'text': nn.Sequential(nn.Linear(LATENT, 128), nn.Unflatten(1, (128, 1)), t1(128, 128, 4, 1, 0), nn.ReLU(),
                              t1(128, 128, 4, 2, 1), nn.ReLU(), nn.Conv1d(128, 71, 1), nn.LogSoftmax(1)),
    })
    return encoders, decoders


def log_likelihood(name, x, out):
    if name == 'text':
        return (x * out).sum((1, 2))
    return (-(x - out).abs() / SCALE - math.log(2 * SCALE)).flatten(1).sum(1)


def kl(m0, l0, m1, l1):
    return 0.5 * ((l0 - l1).exp() + (m1 - m0) ** 2 / l1.exp() - 1 + l1 - l0).sum(-1)


def sample(loc, log_var):
    return loc + torch.randn_like(loc) * (0.5 * log_var).exp()


def reconstruct(decoders, batch, z, names):
    return sum(-WEIGHTS[n] * log_likelihood(n, batch[n], decoders[n](z)).mean() for n in names)


def mixture_sample(q, rows):
    names = list(q)
    order = torch.randperm(rows)
    position = (order + torch.rand(())) / rows
    choice = (position * len(names)).long().clamp(max=len(names) - 1)[:, None]
    loc, log_var = q[names[0]]
    for i, n in enumerate(names[1:], 1):
        loc, log_var = torch.where(choice == i, q[n][0], loc), torch.where(choice == i, q[n][1], log_var)
    return sample(loc, log_var)


def loss_mixture(encoders, decoders, batch, dynamic_prior):
    q = {n: encoders[n](x) for n, x in batch.items()}
    rows = batch['mnist'].shape[0]
    loss = reconstruct(decoders, batch, mixture_sample(q, rows), list(batch))
    zero = torch.zeros(rows, LATENT)
    if dynamic_prior:
        experts = [*q.values(), (zero, zero)]
        precision = sum((-l).exp() for _, l in experts) / len(experts)
        loc = sum((-l).exp() * m for m, l in experts) / len(experts) / precision
        log_var = -precision.log()
        divergence = sum(kl(m, l, loc, log_var) for m, l in experts) / len(experts)
    else:
        divergence = sum(kl(m, l, zero, zero) for m, l in q.values()) / len(q)
    return loss + BETA * divergence.mean()


def loss_product(encoders, decoders, batch):
    q = {n: encoders[n](x) for n, x in batch.items()}
    zero = torch.zeros(batch['mnist'].shape[0], LATENT)
    loss = 0.0
    for names in [list(q), *[[n] for n in q]]:
        precision = 1 + sum((-q[n][1]).exp() for n in names)
        loc = sum((-q[n][1]).exp() * q[n][0] for n in names) / precision
        log_var = -precision.log()
        loss = loss + reconstruct(decoders, batch, sample(loc, log_var), names)
        loss = loss + BETA * kl(loc, log_var, zero, zero).mean()
    return loss


def matrix_gflops(size=1024):
    """How fast plain matrix products are: tells a tuned BLAS from the reference one."""
    a = torch.randn(size, size)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        a @ a
        times.append(time.perf_counter() - start)
    return 2 * size ** 3 / min(times) / 1e9


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', choices=['mvae', 'mmvae', 'mmjsd'], default='mmjsd')
    parser.add_argument('--batch', type=int, default=256)
    parser.add_argument('--steps', type=int, default=30)
    parser.add_argument('--warmup', type=int, default=3)
    options = parser.parse_args()
    torch.manual_seed(0)
    encoders, decoders = networks()
    optimiser = torch.optim.Adam([*encoders.parameters(), *decoders.parameters()], lr=1e-3)
    pixels = {'mnist': torch.randint(0, 256, (options.batch, 1, 28, 28), dtype=torch.uint8),
              'svhn': torch.randint(0, 256, (options.batch, 3, 32, 32), dtype=torch.uint8)}
    characters = torch.randint(0, 71, (options.batch, 8))
    times = []
    for step in range(options.warmup + options.steps):
        start = time.perf_counter()
        batch = {n: x.float() / 255 for n, x in pixels.items()}
        batch['text'] = F.one_hot(characters, 71).float().transpose(1, 2).contiguous()
        if options.model == 'mvae':
            loss = loss_product(encoders, decoders, batch)
        else:
            loss = loss_mixture(encoders, decoders, batch, options.model == 'mmjsd')
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        value = loss.item()
        if step >= options.warmup:
            times.append(1000 * (time.perf_counter() - start))
    times.sort()
    print(json.dumps({
        'msPerStep': {'median': statistics.median(times), 'min': times[0], 'p90': times[int(0.9 * (len(times) - 1))]},
        'model': options.model, 'batch': options.batch, 'steps': options.steps, 'loss': value,
        'matrixGflops': matrix_gflops(),
        'engine': f'PyTorch {torch.__version__}', 'threads': torch.get_num_threads(),
        'parameters': sum(p.numel() for p in [*encoders.parameters(), *decoders.parameters()]),
    }))


if __name__ == '__main__':
    main()
