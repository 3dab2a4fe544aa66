"""Parameters that keep a run busy for longer than anybody waits."""

from core.params import make

METHODS = ("adagrad", "adam", "rmsprop", "adamw")


def heavy(obstacle, random):
    """Return parameters whose runs take seconds, never the same twice."""
    values = {
        "condition_number": round(random.uniform(9_000, 10_000), 2),
        "optimizers": random.sample(METHODS, 3),
        "learning_rate": round(random.uniform(1e-7, 1e-6), 12),
        "max_steps": 100_000,
        "tolerance": 1e-12,
        "rotation": round(random.uniform(-90, 90), 1),
    }
    return make(obstacle.params, values)
