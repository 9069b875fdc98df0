"""Terms of the mmJSD objective; distributions are pairs of mean and log variance, [batch, latent]."""
import math

import torch

SCALE = 0.75


def laplace(x, loc):
    return (-(x - loc).abs() / SCALE - math.log(2 * SCALE)).flatten(1).sum(1)


def categorical(x, logits):
    return (x * logits.log_softmax(1)).sum((1, 2))


def kl(loc0, log_var0, loc1, log_var1):
    return 0.5 * ((log_var0 - log_var1).exp() + (loc1 - loc0) ** 2 / log_var1.exp() - 1 + log_var1 - log_var0).sum(-1)


def dynamic_prior_divergence(experts):
    zero = torch.zeros_like(experts[0][0])
    experts = [*experts, (zero, zero)]
    precisions = [(-log_var).exp() for _, log_var in experts]
    precision = sum(precisions) / len(experts)
    loc = sum(p * m for p, (m, _) in zip(precisions, experts)) / len(experts) / precision
    log_var = -precision.log()
    return sum(kl(m, l, loc, log_var) for m, l in experts) / len(experts)


def normal_sample(loc, log_var, noise):
    return loc + noise * (0.5 * log_var).exp()


def mixture_sample(experts, choice, noise):
    loc, log_var = experts[0]
    for i, (other_loc, other_log_var) in enumerate(experts[1:], 1):
        chosen = choice == i
        loc, log_var = torch.where(chosen, other_loc, loc), torch.where(chosen, other_log_var, log_var)
    return normal_sample(loc, log_var, noise)
