"""What the tests of examples/diffusion share: models that include its files, and what they give."""
import pathlib
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
FILES = ROOT / "examples" / "diffusion"
sys.path.insert(0, str(ROOT / "test" / "run" / "ops"))

from check import ratio, run, write  # noqa: E402  (of test/run/ops)

SAMPLERS = ["ddpm", "ddim", "predictor_corrector", "euler_maruyama", "flow_euler", "flow_heun", "dpm_solver_1",
            "dpm_solver_2m", "dpm_solver_3m", "sde_dpm_solver_2m", "edm"]
PATHS = "\n".join(f"    %{n}_end, %{n} = call @{n}_from(%x)" for n in SAMPLERS)
ENDS = "\n".join(f"    %z_{n} = normal @rng : f32[N, D]\n    %{n}, %path_{n} = call @{n}_from(%z_{n})" for n in SAMPLERS)

# A model with all its samplers in one function, and what they draw.
ALL = """leat.model @all {{
  include "{file}.mlir"
  config @Draws = 1
  func @draws() -> (z: f32[Draws, N, D]) {{
    %none = full 0 : f32
    %end, %z = for %i = 1 to Draws carry(%a = %none) {{
      %z = normal @rng : f32[N, D]
      yield %a stack(%z) }}
    return %z }}
  func @paths(%x: f32[N, D]) -> (""" + ", ".join(f"{n}: f32[Steps, N, D]" for n in SAMPLERS) + """) {{
""" + PATHS + """
    return """ + ", ".join(f"%{n}" for n in SAMPLERS) + """ }}
  func @ends() -> (""" + ", ".join(f"{n}: f32[N, D]" for n in SAMPLERS) + """) {{
""" + ENDS + """
    return """ + ", ".join(f"%{n}" for n in SAMPLERS) + """ }}
{more}}}
"""


class Library:
    """A folder with a copy of the library, in which models include it."""

    def __init__(self, folder):
        self.folder, self.count, self.faults = pathlib.Path(folder), 0, []
        for path in FILES.glob("*.mlir"):
            (self.folder / path.name).write_text(path.read_text())

    def model(self, name, text):
        (self.folder / f"{name}.mlir").write_text(text)

    def all(self, file, more=""):
        self.model(f"all_{file}", ALL.format(file=file, more=more))
        return f"all_{file}"

    def run(self, name, entry, inputs=None, *options, **configs):
        """Result name -> array, in f64 unless the options say otherwise."""
        words = list(options) if "--float" in options else [*options, "--float", "f64"]
        for config, value in configs.items():
            words += ["--set", f"{config}={str(value).lower() if isinstance(value, bool) else value}"]
        out = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        return run(self.folder / f"{name}.mlir", out, write(out / "inputs", inputs or {}), entry, *words)

    def close(self, what, got, want, rtol=1e-9, atol=1e-11):
        got, want = np.asarray(got, float), np.asarray(want, float)
        far = ratio(got, want, rtol, atol)
        self.holds(what, far <= 1, f"{far:.3g} times the bound; got {got.ravel()[:6]}, want {want.ravel()[:6]}")

    def holds(self, what, good, detail=""):
        self.count += 1
        if not good:
            self.faults.append(f"{what}: {detail}")


def main(checks):
    """Runs those that are named on the command line, or all."""
    failed = False
    for name in [word for word in sys.argv[1:] if word != "-v"] or [check.__name__ for check in checks]:
        with tempfile.TemporaryDirectory() as folder:
            library = Library(folder)
            next(check for check in checks if check.__name__ == name)(library)
        print(f"{name}: {library.count} checks")
        for fault in library.faults:
            print(f"  FAIL {fault}")
        failed = failed or bool(library.faults) or not library.count
    sys.exit(failed)
