"""Writes goldens.json: what SciPy says about the cases that the judge's tests are held against.

How to run it, from the project's root (the versions used are recorded in the file):

    python3 -m venv /tmp/goldens
    /tmp/goldens/bin/pip install scipy
    /tmp/goldens/bin/python tests/project/runner/judge/goldens.py
    npx oxfmt tests/project/runner/judge/goldens.json

The cases are the same in every run; only another SciPy can change the file.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.stats import fisher_exact, mannwhitneyu

SEED = 20240501
FISHER_RANDOM = 30
MANN_WHITNEY_RANDOM = 12

# (errors, count) of the candidate, then of the baseline.
FISHER_CASES = [
    # Small, among them every corner.
    (0, 1, 0, 1),
    (1, 1, 0, 1),
    (0, 1, 1, 1),
    (1, 1, 1, 1),
    (1, 2, 1, 2),
    (2, 3, 1, 9),
    (3, 4, 1, 4),
    (1, 9, 11, 12),
    (5, 10, 5, 10),
    (7, 7, 0, 143),
    # Margins of nothing.
    (0, 0, 0, 0),
    (0, 0, 3, 10),
    (3, 10, 0, 0),
    (0, 50, 0, 950),
    (50, 50, 950, 950),
    # What a rollout sees.
    (12, 100, 1, 1900),
    (1, 30, 0, 570),
    (2, 30, 0, 570),
    (3, 30, 6, 570),
    (10, 200, 10, 200),
    # Huge.
    (600, 1_000_000, 500, 1_000_000),
    (500, 1_000_000, 600, 1_000_000),
    (499_000, 1_000_000, 500_000, 1_000_000),
    (501_000, 1_000_000, 500_000, 1_000_000),
    (100_000, 1_000_000, 1_990_000, 20_000_000),
    (5, 1_000, 1_000, 5_000_000),
    (1, 3_000_000, 0, 4_000_000),
    # Extreme.
    (50, 1_000, 10, 1_000_000),
    (500, 500, 0, 500),
    (300, 1_000, 1, 1_000),
    (0, 100_000, 3_000, 100_000),
]


def fisher(case):
    errors, count, errors_before, count_before = case
    table = [[errors, count - errors], [errors_before, count_before - errors_before]]
    return {
        "candidate": {"errors": errors, "count": count},
        "baseline": {"errors": errors_before, "count": count_before},
        "p": float(fisher_exact(table, alternative="greater").pvalue),
    }


def random_fisher(random):
    for _ in range(FISHER_RANDOM):
        count, count_before = (int(10 ** random.uniform(0.5, 4.5)) for _ in range(2))
        share = 10 ** random.uniform(-3, -0.3)
        factor = random.choice([1, 1.2, 2])
        yield (
            int(random.binomial(count, min(1, share * factor))),
            count,
            int(random.binomial(count_before, share)),
            count_before,
        )


def binned(values):
    ms, counts = np.unique(values, return_counts=True)
    return [[float(one), int(count)] for one, count in zip(ms, counts)]


def expand(bins):
    return np.repeat([ms for ms, _ in bins], [count for _, count in bins])


def columns(bins):
    """The formatter sets lists of plain numbers in few lines."""
    return {"ms": [ms for ms, _ in bins], "counts": [count for _, count in bins]}


def log_bins(values):
    """Bins a tenth wide, as metric services keep them."""
    return np.round(1.1 ** np.round(np.log(values) / np.log(1.1)), 6)


def mann_whitney_cases(random):
    """Two lists of [ms, count] each, the candidate's first."""
    # Small, without ties and with.
    yield [[1, 1]], [[2, 1]]
    yield [[2, 1]], [[1, 1]]
    yield [[1, 1]], [[1, 1], [2, 1]]
    yield [[1, 1], [4, 1], [6, 1]], [[2, 1], [3, 1], [5, 1]]
    yield [[1, 2], [2, 1]], [[1, 1], [2, 2]]
    yield [[19, 1], [22, 1], [16, 1], [29, 1], [24, 1]], [[20, 1], [11, 1], [17, 1], [12, 1]]
    # All but one tied, and halves.
    yield [[10, 50]], [[10, 949], [11, 1]]
    yield [[10, 49], [11, 1]], [[10, 950]]
    yield [[10, 25], [20, 25]], [[10, 500], [20, 500]]
    # Wholly apart.
    yield [[200, 50]], [[100, 950]]
    yield [[100, 50]], [[200, 950]]
    yield [[2, 300], [3, 300]], [[0, 300], [1, 300]]
    yield [[1000, 30], [1001, 30]], [[1, 5000], [2, 5000]]
    # Huge.
    yield [[10, 100_000], [20, 101_000]], [[10, 200_000], [20, 200_000]]
    yield [[10, 10_000], [20, 10_000], [40, 300]], [[10, 400_000], [20, 400_000], [40, 11_000]]
    yield [[10, 10], [20, 15]], [[10, 500_000], [20, 500_000]]
    sizes = [(7, 9), (30, 570), (50, 950), (500, 500)]
    for size, size_before in sizes:
        for _ in range(MANN_WHITNEY_RANDOM):
            factor = random.choice([0.8, 1, 1, 1.1, 2, 4])
            spread = random.choice([0.1, 0.5, 1])
            candidate = factor * random.lognormal(3, spread, size)
            baseline = random.lognormal(3, spread, size_before)
            rounding = random.choice([np.round, log_bins])
            yield binned(rounding(candidate)), binned(rounding(baseline))


def mann_whitney(candidate, baseline):
    ours, theirs = expand(candidate), expand(baseline)
    result = mannwhitneyu(
        ours, theirs, method="asymptotic", alternative="greater", use_continuity=True
    )
    return {
        "candidate": columns(candidate),
        "baseline": columns(baseline),
        "p": float(result.pvalue),
        "effect": float(2 * result.statistic / (len(ours) * len(theirs)) - 1),
    }


def main():
    random = np.random.default_rng(SEED)
    goldens = {
        "scipy": scipy.__version__,
        "numpy": np.__version__,
        "fisher": [fisher(case) for case in [*FISHER_CASES, *random_fisher(random)]],
        "mannWhitney": [mann_whitney(*case) for case in mann_whitney_cases(random)],
    }
    path = Path(__file__).with_name("goldens.json")
    path.write_text(json.dumps(goldens, separators=(",", ":")) + "\n")


main()
