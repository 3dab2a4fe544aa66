"""Parameters whose runs are short, so that tests are."""

SMALL = {
    "conditioning": {"condition_number": 4},
    "noise": {"max_steps": 300, "ensemble_size": 100},
    "nonlinearity": {"depths": "1,2,3", "replicates": 3, "problems": 3},
    "network": {
        "hidden": "4",
        "digits": 40,
        "max_steps": 20,
        "replicates": 1,
        "widths": "4,8",
        "batch_sizes": "1,8,40",
        "depths": "1,2",
        "conditioning": "1,3,10",
    },
    "serial": {"copies": "1,10,100", "repeats": 3},
}
"""By obstacle, parameters whose runs are short."""
