"""AdamW: Adam with weight decay decoupled from the averages."""

from dataclasses import dataclass

from core.arrays import FloatArray
from core.objective import At
from core.optimizer import Hyperparameter, Optimizer
from core.optimizers.adam import Adam, AdamState


@dataclass(frozen=True)
class AdamW(Optimizer[AdamState]):
    """x+ = x - a w x - (the step of Adam); conventions and defaults of torch.optim.AdamW.

    References
    ----------
    I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, algorithm 2,
    with the decay multiplied by the learning rate, as in torch.

    """

    learning_rate: Hyperparameter = 1e-3
    beta1: Hyperparameter = 0.9
    beta2: Hyperparameter = 0.999
    epsilon: Hyperparameter = 1e-8
    weight_decay: Hyperparameter = 1e-2

    def init(self, x: FloatArray) -> AdamState:
        """Return the state at the start, the averages at 0."""
        return self._adam.init(x)

    def update(self, at: At, state: AdamState) -> AdamState:
        """Return the state one step on."""
        decay = self.learning_rate * self.weight_decay * state.x
        after = self._adam.update(at, state)
        return after._replace(x=after.x - decay)

    @property
    def _adam(self) -> Adam:
        return Adam(self.learning_rate, self.beta1, self.beta2, self.epsilon)
