"""Random parameters of runs that take long."""

from core.params import make

METHODS = ("adagrad", "adam", "rmsprop", "adamw")


def heavy(obstacle, random):
    """Return random parameters whose runs take seconds; no two are equal."""
    if obstacle.key == "noise":
        values = {
            "noise_std": round(random.uniform(10, 100), 3),
            "ensemble_size": 10_000,
            "max_steps": 20_000,
            "batch_size": random.randint(1, 60_000),
            "learning_rate": round(random.uniform(1e-4, 1e-3), 7),
        }
        return make(obstacle.params, values)
    if obstacle.key == "nonlinearity":
        values = {
            "replicates": random.randint(300, 500),
            "problems": random.randint(100, 200),
            "depths": list(range(1, 25)),
            "radius": round(random.uniform(0.1, 4), 4),
            "learning_rate": round(random.uniform(0.01, 0.02), 6),
            "max_steps": 20_000,
        }
        return make(obstacle.params, values)
    if obstacle.key == "serial":
        values = {
            "copies": sorted(random.sample(range(1, 1_000_000), 20)),
            "repeats": random.randint(90, 101),
            "break_year": random.randint(1995, 2011),
        }
        return make(obstacle.params, values)
    if obstacle.key == "network":
        values = {
            "seed": random.randint(0, 2**31 - 1),
            "target_loss": 1e-4,
            "replicates": 20,
            "max_steps": 20_000,
            "conditioning": sorted(round(random.uniform(9_000, 10_000), 2) for _ in range(13)),
        }
        return make(obstacle.params, values)
    values = {
        "condition_number": round(random.uniform(9_000, 10_000), 2),
        "optimizers": random.sample(METHODS, 3),
        "learning_rate": round(random.uniform(1e-7, 1e-6), 12),
        "max_steps": 100_000,
        "tolerance": 1e-12,
        "rotation": round(random.uniform(-90, 90), 1),
    }
    return make(obstacle.params, values)
