"""What the witnesses of examples/algorithms share: running a model file, and holding what it gives."""
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
ALGORITHMS = ROOT / "examples" / "algorithms"
sys.path.insert(0, str(ROOT / "test" / "run" / "ops"))

from check import ratio, run, write  # noqa: E402  (of test/run/ops)
from networks import save_state  # noqa: E402


class Witness:
    """Of one algorithm: counts what holds, and prints what does not."""

    def __init__(self, name, folder):
        self.name, self.folder = name, folder
        self.count, self.faults = 0, []

    def run(self, entry="main", inputs=None, *options, change=None, file=None, state=None):
        """Result name -> array. `change` is (old, new) of the model's text, what a person would edit."""
        source = ALGORITHMS / f"{file or self.name}.mlir"
        if change:
            text = source.read_text()
            assert text.count(change[0]) == 1, f"{source.name} holds {change[0]!r} {text.count(change[0])} times"
            for included in ALGORITHMS.glob("*.mlir"):
                (self.folder / included.name).write_text(included.read_text())
            source = self.folder / source.name
            source.write_text(text.replace(*change))
        words = list(options)
        if state is not None:
            save_state(self.folder / "state.safetensors", state, np.float64)
            words += ["--state", self.folder / "state.safetensors", "--allow-missing"]
        out = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        return run(source, out, write(out / "inputs", inputs or {}), entry, *words)

    def train(self, data, *options):
        """The state after training: a file."""
        file = self.folder / "trained.safetensors"
        subprocess.run(["leat", "train", ALGORITHMS / f"{self.name}.mlir", "--data", data, "--save", file, *options],
                       check=True, capture_output=True, text=True)
        return file

    def evaluate(self, entry, data, *options):
        """Result name -> number."""
        done = subprocess.run(["leat", "eval", ALGORITHMS / f"{self.name}.mlir", "--entry", entry, "--data", data, *options],
                              check=True, capture_output=True, text=True)
        return {name: float(value) for name, value in (line.split(" = ") for line in done.stdout.splitlines())}

    def close(self, what, got, want, rtol=1e-9, atol=1e-12):
        got, want = np.asarray(got), np.asarray(want)
        self.holds(what, ratio(got, want, rtol, atol) <= 1, f"got {got.ravel()[:6]}, want {want.ravel()[:6]}")

    def holds(self, what, good, detail=""):
        self.count += 1
        if not good:
            self.faults.append(f"{what}: {detail}")


def main(witnesses):
    """Runs those that are named on the command line, or all."""
    failed = False
    for name in sys.argv[1:] or [function.__name__ for function in witnesses]:
        with tempfile.TemporaryDirectory() as folder:
            witness = Witness(name, pathlib.Path(folder))
            next(function for function in witnesses if function.__name__ == name)(witness)
        print(f"{name}: {witness.count} checks")
        for fault in witness.faults:
            print(f"  FAIL {fault}")
        failed = failed or bool(witness.faults) or not witness.count
    sys.exit(failed)
