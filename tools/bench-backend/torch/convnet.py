"""The convolutional MNIST classifier of cases/convnet.js."""
import torch
from torch import nn
from torch.nn import functional as F

CLASSES = 10


class Model(nn.Module):
    rate, epsilon = 1e-3, 1e-7

    def __init__(self, batch):
        super().__init__()
        self.convolutions = nn.Sequential(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2))
        self.hidden = nn.Sequential(nn.Linear(64 * 12 * 12, 128), nn.ReLU())
        self.last = nn.Linear(128, CLASSES)
        self.pixels = torch.randint(0, 256, (batch, 1, 28, 28), dtype=torch.uint8)
        self.labels = torch.randint(0, CLASSES, (batch,))

    def draw(self):
        return {'image': self.pixels.float() / 255, 'label': self.labels}

    @staticmethod
    def adopt(name, x):
        """A drawn tensor of cases/convnet.js in PyTorch's layout."""
        if name == 'label':
            return x.argmax(1)
        return x.permute(0, 3, 1, 2).contiguous() if x.dim() == 4 else x

    def loss(self, drawn):
        def drop(x, name, rate):
            return F.dropout(x, rate) if name not in drawn else x * drawn[name]

        h = drop(self.convolutions(drawn['image']), 'mask0', 0.25)
        h = drop(self.hidden(h.flatten(1)), 'mask1', 0.5)
        return F.cross_entropy(self.last(h), drawn['label'])
