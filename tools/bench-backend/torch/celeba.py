"""mmJSD on CelebA's images and texts, the residual networks of cases/celeba.js."""
import torch
from torch import nn
from torch.nn import functional as F

from objectives import categorical, dynamic_prior_divergence, kl, laplace, mixture_sample, normal_sample

LATENT, BETA, SIZE, LENGTH, CHARACTERS = 32, 5.0, 64, 256, 71
WEIGHTS = {'image': 1.0, 'text': 3 * SIZE * SIZE / LENGTH}
HALVE, CLOSE, OPEN = (4, 2, 1), (4, 2, 0), (4, 1, 0)
CHANNELS = {
    'image': {'encoder': [128, 256, 384, 512, 640], 'decoder': [640, 512, 384, 256, 128]},
    'text': {'encoder': [128, 256, 384, 512, 640, 640, 640], 'decoder': [640, 640, 640, 512, 384, 256, 128]},
}


class Dropout(nn.Module):
    """Dropout at rate 0.5, of whole channels of images; a mask of cases/celeba.js put into `mask` replaces
    its own, once."""

    def __init__(self, flat):
        super().__init__()
        self.flat, self.mask = flat, None

    def forward(self, x):
        if self.mask is None:
            return F.dropout(x) if self.flat else F.dropout2d(x)
        mask, self.mask = self.mask, None
        return x * (mask[:, 0].transpose(1, 2) if self.flat else mask.permute(0, 3, 1, 2))


class Block(nn.Module):
    def __init__(self, flat, transposed, inputs, outputs, spec):
        super().__init__()
        conv = ((nn.ConvTranspose1d if flat else nn.ConvTranspose2d) if transposed
                else (nn.Conv1d if flat else nn.Conv2d))
        norm = nn.BatchNorm1d if flat else nn.BatchNorm2d
        self.branch = nn.Sequential(
            norm(inputs), nn.ReLU(), conv(inputs, inputs, 1, bias=flat), Dropout(flat),
            norm(inputs), nn.ReLU(), conv(inputs, outputs, *spec, bias=flat), Dropout(flat))
        self.shortcut = nn.Sequential(conv(inputs, outputs, *spec), norm(outputs))

    def forward(self, x):
        return 2 * self.shortcut(x) + 0.3 * self.branch(x)


class Encoder(nn.Module):
    def __init__(self, name, first):
        super().__init__()
        channels = CHANNELS[name]['encoder']
        specs = [HALVE] * (len(channels) - 2) + [CLOSE]
        blocks = [Block(name == 'text', False, i, o, spec) for i, o, spec in zip(channels, channels[1:], specs)]
        self.body = nn.Sequential(first, *blocks)
        self.heads = nn.ModuleList(nn.Linear(640, LATENT) for _ in range(4))

    def forward(self, x):
        h = self.body(x).flatten(1)
        own_loc, own_log_var, loc, log_var = [head(h) for head in self.heads]
        return (own_loc, own_log_var), (loc, log_var)


class Decoder(nn.Module):
    def __init__(self, name, last):
        super().__init__()
        channels = CHANNELS[name]['decoder']
        specs = [OPEN] + [HALVE] * (len(channels) - 2)
        blocks = [Block(name == 'text', True, i, o, spec) for i, o, spec in zip(channels, channels[1:], specs)]
        self.body = nn.Sequential(nn.Linear(2 * LATENT, 640), nn.Unflatten(1, (640, 1) if name == 'text' else (640, 1, 1)),
                                  *blocks, last)

    def forward(self, own, shared):
        return self.body(torch.cat([own, shared], 1))


class Model(nn.Module):
    rate, epsilon = 1e-4, 1e-8

    def __init__(self, batch):
        super().__init__()
        self.encoders = nn.ModuleDict({
            'image': Encoder('image', nn.Conv2d(3, 128, 3, 2, 1, bias=False)),
            'text': Encoder('text', nn.Conv1d(CHARACTERS, 128, *HALVE)),
        })
        self.decoders = nn.ModuleDict({
            'image': Decoder('image', nn.ConvTranspose2d(128, 3, 3, 2, 1, 1)),
            'text': Decoder('text', nn.ConvTranspose1d(128, CHARACTERS, *HALVE)),
        })
        self.dropouts = [module for module in self.modules() if isinstance(module, Dropout)]
        self.batch = batch
        self.pixels = torch.randint(0, 256, (batch, 3, SIZE, SIZE), dtype=torch.uint8)
        self.characters = torch.randint(0, CHARACTERS, (batch, LENGTH))

    def draw(self):
        noise = {name: torch.randn(self.batch, LATENT) for name in ('noise', 'noiseImage', 'noiseText')}
        return {'image': self.pixels.float() / 255,
                'text': F.one_hot(self.characters, CHARACTERS).float().transpose(1, 2).contiguous(),
                'choice': torch.randint(0, 2, (self.batch, 1)), **noise}

    @staticmethod
    def adopt(name, x):
        """A drawn tensor of cases/celeba.js in PyTorch's layout."""
        if name == 'image':
            return x.permute(0, 3, 1, 2).contiguous()
        return x[:, 0].transpose(1, 2).contiguous() if name == 'text' else x

    def loss(self, drawn):
        for i, dropout in enumerate(self.dropouts):
            dropout.mask = drawn.get(f'mask{i}')
        encoded = {name: encoder(drawn[name]) for name, encoder in self.encoders.items()}
        shared = [pair for _, pair in encoded.values()]
        z = mixture_sample(shared, drawn['choice'], drawn['noise'])
        loss = BETA * dynamic_prior_divergence(shared).mean()
        zero = torch.zeros(self.batch, LATENT)
        for (name, decoder), likelihood, noise in zip(self.decoders.items(), (laplace, categorical),
                                                      ('noiseImage', 'noiseText')):
            loc, log_var = encoded[name][0]
            output = decoder(normal_sample(loc, log_var, drawn[noise]), z)
            loss = loss + BETA * kl(loc, log_var, zero, zero).mean()
            loss = loss - WEIGHTS[name] * likelihood(drawn[name], output).mean()
        return loss
