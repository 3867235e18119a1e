#!/usr/bin/env python3
"""Which witnesses every op has been held against, and the worst error of each, as a fraction of
its bound: see check.py for the witnesses. Fails where an op lacks one and no reason stands here.

    witnesses.py [FAMILY...]

The columns, of values, of derivatives of order 1 and of order 2: PyTorch's numbers (out), compiled
f64 and f32 against the interpreter, difference quotients (diff), forward mode against reverse mode
(fwd), vmap against one call a lane (vmap).
"""
import pathlib
import re
import sys
import tempfile

import check
import complete
from complete import BOOLS, DRAWS, EXEMPT, NOT_DIFFERENTIABLE, ROOT

COLUMNS = [(witness, order) for order, witnesses in
           enumerate(("outside f64 f32 lanes", "outside f64 f32 differences forward lanes",
                      "outside f64 f32 differences forward")) for witness in witnesses.split()]
HEADS = {"outside": "out", "differences": "diff", "forward": "fwd", "lanes": "vmap"}
# Column -> op -> why it has no such witness.
DRAWN = "lanes and calls draw other numbers; test/run/transforms compares lanes with rows of one draw"
REASONS = {
    "lanes": {"batch_norm": "its statistics are one state for all lanes",
              **dict.fromkeys("dropout bernoulli categorical normal permutation rademacher randint random_bits "
                              "uniform".split(), DRAWN)},
    "forward": {"dropout": DRAWN},
    "differences": {"convert": "rounding is a step function; its derivative is that of the number itself",
                    "stop_gradient": "its derivative is 0, which is not that of its values"},
}


def lacks(op, witness, order):
    """Why the op needs no such witness; empty where it does."""
    if order and op in NOT_DIFFERENTIABLE:
        return NOT_DIFFERENTIABLE[op]
    return REASONS.get(witness, {}).get(op, "")


def worst(families):
    """Op -> (witness, order) -> the worst error, of all its cases."""
    found, failed = {}, False
    for family in families:
        with tempfile.TemporaryDirectory() as scratch:
            tallies, cases = check.check(family, 0, pathlib.Path(scratch))
        check.report(family, tallies, cases)
        sys.stdout.flush()
        for witness, tally in tallies.items():
            failed |= bool(tally.faults)
            for (case, order), error in tally.cases.items():
                for op in cases[case]:
                    row = found.setdefault(op, {})
                    row[witness, order] = max(row.get((witness, order), 0.0), error)
    return found, failed


def show(op, row):
    """Prints a line; the columns that are missing without a reason."""
    missing, cells = [], []
    for witness, order in COLUMNS:
        error = row.get((witness, order))
        if error is not None:
            cells.append(f"{error:.0e}" if 0 < error < 0.01 else f"{error:.2g}")
        elif lacks(op, witness, order):
            cells.append("-")
        else:
            cells.append("LACKS")
            missing.append(f"{op} lacks {HEADS.get(witness, witness)} of order {order}")
    print(f"{op:20}" + "".join(f"{cell:>7}" for cell in cells))
    return missing


def main():
    families = sys.argv[1:] or check.table.FAMILIES
    found, failed = worst(families)
    ops = set(re.findall(r"^### `leat\.(\w+)`", (ROOT / "docs" / "ops.md").read_text(), re.MULTILINE))
    tried = sorted((ops if families == check.table.FAMILIES else ops & set(found)) - set(EXEMPT))
    print(f"\n{'':20}" + "".join(f"{f'order {order}' if (order, w) in ((0, 'outside'), (1, 'outside'), (2, 'outside')) else '':>7}"
                                  for w, order in COLUMNS))
    print(f"{'op':20}" + "".join(f"{HEADS.get(w, w):>7}" for w, _ in COLUMNS))
    missing = [fault for op in tried for fault in show(op, found.get(op, {}))]
    print("\n-, no such witness:")
    reasons = {(op, lacks(op, w, n)) for op in tried for w, n in COLUMNS if (w, n) not in found.get(op, {})}
    for reason in sorted({reason for _, reason in reasons if reason}):
        print(f"  {reason}: {', '.join(sorted(op for op, why in reasons if why == reason))}")
    print("no witness of their own:")
    for reason in sorted(set(EXEMPT.values())):
        print(f"  {reason}: {', '.join(sorted(op for op, why in EXEMPT.items() if why == reason))}")
    for fault in missing:
        print("FAIL " + fault)
    return 1 if failed or missing else 0


if __name__ == "__main__":
    sys.exit(main())
