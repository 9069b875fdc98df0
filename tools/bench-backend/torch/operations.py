"""The operations of cases/operations.js, channels first."""
import torch
from torch.nn import functional as F

CASES = {
    'peak': ([(2048, 2048), (2048, 2048)], torch.matmul),
    'matmul-784': ([(256, 784), (784, 400)], torch.matmul),
    'matmul-1024': ([(1024, 1024), (1024, 1024)], torch.matmul),
    'conv-3x3': ([(64, 32, 32, 32), (32, 32, 3, 3)], lambda x, w: F.conv2d(x, w, None, 1, 1)),
    'conv-4x4': ([(32, 32, 64, 64), (64, 32, 4, 4)], lambda x, w: F.conv2d(x, w, None, 2, 1)),
    'transposed-4x4': ([(32, 64, 32, 32), (64, 32, 4, 4)], lambda x, w: F.conv_transpose2d(x, w, None, 2, 1)),
    'elementwise': ([(1024, 1024)], lambda x: x * (-x.square()).exp() + x.tanh()),
    'softmax': ([(4096, 256)], lambda x: x.softmax(-1)),
    'reduce': ([(1024, 1024)], lambda x: (x.sum(0), x.mean(1))),
    'batch-norm': ([(64, 64, 32, 32), (64,), (64,)],
                   lambda x, scale, offset: F.batch_norm(x, None, None, scale, offset, True)),
    'adam': ([(512, 1024)] * 4, None),
}
GRADIENT = '-gradient'


def is_operation(name):
    return name.removesuffix(GRADIENT) in CASES


def create_operation(name):
    """One repetition of an operation, or of it and its gradients."""
    shapes, run = CASES[name.removesuffix(GRADIENT)]
    inputs = [2 * torch.rand(shape) - 1 for shape in shapes]
    if run is None:
        for x in inputs:
            x.grad = torch.rand_like(x)
        return torch.optim.Adam(inputs, lr=1e-3).step
    if not name.endswith(GRADIENT):
        def forward():
            with torch.no_grad():
                run(*inputs)
        return forward
    for x in inputs:
        x.requires_grad_()
    dy = torch.ones_like(run(*inputs))
    return lambda: torch.autograd.grad(run(*inputs), inputs, dy)
