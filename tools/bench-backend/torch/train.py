import torch


def create_step(model):
    """A training step, whole: inputs, loss, gradients, Adam, and the loss read at the end."""
    optimiser = torch.optim.Adam(model.parameters(), lr=model.rate, eps=model.epsilon)

    def step(drawn=None):
        loss = model.loss(model.draw() if drawn is None else drawn)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        return loss.item()

    return step
