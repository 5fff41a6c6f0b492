"""A linear-chain conditional random field over tags, batched (Lafferty et al. 2001; Lample et al. 2016, arXiv:1603.01360)."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class CRF(nn.Module):
    """Transition scores between tags; sequences are padded at the end, ``mask`` is true inside."""

    def __init__(self, tags: int) -> None:
        super().__init__()
        self.transitions = nn.Parameter(torch.empty(tags, tags).uniform_(-0.1, 0.1))
        self.starts = nn.Parameter(torch.empty(tags).uniform_(-0.1, 0.1))
        self.ends = nn.Parameter(torch.empty(tags).uniform_(-0.1, 0.1))

    def forward(self, emissions: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Mean negative log-likelihood of ``tags``; emissions of shape (batch, length, tags)."""
        return (self._partition(emissions, mask) - self._score(emissions, tags, mask)).mean()

    def _score(self, emissions: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        own = emissions.gather(2, tags.unsqueeze(-1)).squeeze(-1)
        steps = self.transitions[tags[:, :-1], tags[:, 1:]]
        last = tags.gather(1, mask.sum(1, keepdim=True) - 1).squeeze(1)
        return (own * mask).sum(1) + (steps * mask[:, 1:]).sum(1) + self.starts[tags[:, 0]] + self.ends[last]

    def _partition(self, emissions: Tensor, mask: Tensor) -> Tensor:
        alpha = self.starts + emissions[:, 0]
        # exp once and matrix products keep the loop over characters short.
        top = self.transitions.max()
        moves = (self.transitions - top).exp()
        for t in range(1, emissions.shape[1]):
            peak = alpha.max(dim=1, keepdim=True).values
            stepped = ((alpha - peak).exp() @ moves).clamp_min(1e-30).log() + peak + top + emissions[:, t]
            alpha = torch.where(mask[:, t].unsqueeze(1), stepped, alpha)
        return torch.logsumexp(alpha + self.ends, dim=1)
