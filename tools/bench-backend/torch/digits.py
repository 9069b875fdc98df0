"""mmJSD on MNIST-SVHN-Text, the layers of cases/digits.js."""
import torch
from torch import nn
from torch.nn import functional as F

from objectives import categorical, dynamic_prior_divergence, laplace, mixture_sample

LATENT, BETA, LENGTH, CHARACTERS = 20, 5.0, 8, 71
WEIGHTS = {'mnist': 3072 / 784, 'svhn': 1.0, 'text': 3072 / LENGTH}


class Encoder(nn.Module):
    def __init__(self, features, *layers):
        super().__init__()
        self.body = nn.Sequential(*[module for layer in layers for module in (layer, nn.ReLU())])
        self.loc, self.log_var = nn.Linear(features, LATENT), nn.Linear(features, LATENT)

    def forward(self, x):
        h = self.body(x).flatten(1)
        return self.loc(h), self.log_var(h)


class Model(nn.Module):
    rate, epsilon = 1e-3, 1e-8

    def __init__(self, batch):
        super().__init__()
        c2, t2, c1, t1 = nn.Conv2d, nn.ConvTranspose2d, nn.Conv1d, nn.ConvTranspose1d
        self.encoders = nn.ModuleDict({
            'mnist': Encoder(400, nn.Linear(784, 400)),
            'svhn': Encoder(128, c2(3, 32, 4, 2, 1), c2(32, 64, 4, 2, 1), c2(64, 64, 4, 2, 1), c2(64, 128, 4, 2, 0)),
            'text': Encoder(128, c1(CHARACTERS, 128, 1), c1(128, 128, 4, 2, 1), c1(128, 128, 4, 2, 0)),
        })
        self.decoders = nn.ModuleDict({
            'mnist': nn.Sequential(nn.Linear(LATENT, 400), nn.ReLU(), nn.Linear(400, 784), nn.Sigmoid()),
            'svhn': nn.Sequential(nn.Linear(LATENT, 128), nn.ReLU(), nn.Unflatten(1, (128, 1, 1)), t2(128, 64, 4, 2, 0),
                                  nn.ReLU(), t2(64, 64, 4, 2, 1), nn.ReLU(), t2(64, 32, 4, 2, 1), nn.ReLU(),
                                  t2(32, 3, 4, 2, 1)),
            'text': nn.Sequential(nn.Linear(LATENT, 128), nn.Unflatten(1, (128, 1)), t1(128, 128, 4, 1, 0), nn.ReLU(),
                                  t1(128, 128, 4, 2, 1), nn.ReLU(), c1(128, CHARACTERS, 1)),
        })
        self.batch = batch
        self.pixels = {'mnist': torch.randint(0, 256, (batch, 784), dtype=torch.uint8),
                       'svhn': torch.randint(0, 256, (batch, 3, 32, 32), dtype=torch.uint8)}
        self.characters = torch.randint(0, CHARACTERS, (batch, LENGTH))

    def draw(self):
        return {**{name: x.float() / 255 for name, x in self.pixels.items()},
                'text': F.one_hot(self.characters, CHARACTERS).float().transpose(1, 2).contiguous(),
                'choice': torch.randint(0, 3, (self.batch, 1)), 'noise': torch.randn(self.batch, LATENT)}

    @staticmethod
    def adopt(name, x):
        """A drawn tensor of cases/digits.js in PyTorch's layout."""
        if name == 'svhn':
            return x.permute(0, 3, 1, 2).contiguous()
        return x[:, 0].transpose(1, 2).contiguous() if name == 'text' else x

    def loss(self, drawn):
        experts = {name: encoder(drawn[name]) for name, encoder in self.encoders.items()}
        z = mixture_sample(list(experts.values()), drawn['choice'], drawn['noise'])
        loss = BETA * dynamic_prior_divergence(list(experts.values())).mean()
        for name, decoder in self.decoders.items():
            likelihood = categorical if name == 'text' else laplace
            loss = loss - WEIGHTS[name] * likelihood(drawn[name], decoder(z)).mean()
        return loss
