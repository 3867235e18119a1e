#!/usr/bin/env python3
"""How the error of each deterministic sampler falls with its steps, 8 to 256, on normal data.

The probability flow of normal data has a closed form. Along t (Euler, Heun) it is followed from
t = 1 to 0.3, along sigma (DPM-Solver++, DDIM, EDM) from about 148 to e; the step from there to 0,
which is another one, does not count. The order is the slope of a line through all six errors.
"""
import numpy as np

import witness
from library import main

MU, SIGMA = [1, -2], [[0.7, 0.2], [0.2, 0.7]]
STEPS = [8, 16, 32, 64, 128, 256]
BY_TIME = {"flow_euler": 1, "flow_heun": 2}
BY_SIGMA = {"ddim": 1, "dpm_solver_1": 1, "dpm_solver_2m": 2, "dpm_solver_3m": 3, "edm": 2}
T_LOW, LOW, HIGH = 0.3, np.e, 148.0


def entry(name, samplers):
    calls = "\n".join(f"    %{n}_end, %{n} = call @{n}_from(%x)" for n in samplers)
    return (f"  func @{name}(%x: f32[N, D]) -> (" + ", ".join(f"{n}: f32[Steps, N, D]" for n in samplers) +
            f") {{\n{calls}\n    return " + ", ".join(f"%{n}" for n in samplers) + " }\n")


def rms(error):
    return np.sqrt(np.mean(error**2))


def model(library):
    text = (library.folder / "gaussian.mlir").read_text()
    before, after = "stack(1, 0.6, 0.6, 0.5)", f"stack({', '.join(map(str, np.ravel(SIGMA)))})"
    assert before in text
    (library.folder / "gaussian.mlir").write_text(text.replace(before, after))
    library.model("orders", 'leat.model @orders {\n  include "gaussian.mlir"\n' + entry("by_time", BY_TIME) +
                  entry("by_sigma", BY_SIGMA) + "}\n")


def errors(library, steps, x, exact, **configs):
    """Sampler -> its error. Steps + 1 times lie Steps apart."""
    time = exact.time
    configs = {"Steps": steps + 1, "t_min": T_LOW, "sigma_min": LOW, "sigma_max": HIGH, **configs}
    got = library.run("orders", "by_time", {"x": x}, **configs)
    want = exact.flow(x, time.alpha_bar(1.0), time.alpha_bar(T_LOW))
    found = {n: rms(got[n][-2] - want) for n in BY_TIME}
    got = library.run("orders", "by_sigma", {"x": x}, uniform_log_snr=True, **configs)
    high, low = 1 / (1 + HIGH**2), 1 / (1 + LOW**2)
    want = exact.flow(x, high, low)
    return found | {n: rms((got[n][-2] / np.sqrt(1 + LOW**2) if n == "edm" else got[n][-2]) - want) for n in BY_SIGMA}


def orders(library):
    model(library)
    exact = witness.Normal(witness.Linear(), MU, SIGMA)
    x = np.random.RandomState(0).standard_normal((50, 2))
    table = [errors(library, steps, x, exact) for steps in STEPS]
    for n, order in (BY_TIME | BY_SIGMA).items():
        e = np.array([row[n] for row in table])
        slope = -np.polyfit(np.log2(STEPS), np.log2(e), 1)[0]
        print(f"  {n:14} order {slope:5.3f}, errors " + " ".join(f"{value:.2e}" for value in e))
        library.holds(f"order of {n}", abs(slope - order) < 0.1, f"{slope}, expected {order}")
    # With the published weight of the second difference the third-order formula is of order 2.
    e = [errors(library, steps, x, exact, as_published=True)["dpm_solver_3m"] for steps in (64, 256)]
    slope = np.log2(e[0] / e[1]) / 2
    print(f"  dpm_solver_3m as published: order {slope:5.3f} from 64 to 256 steps")
    library.holds("order of dpm_solver_3m as published", abs(slope - 2) < 0.15, slope)


if __name__ == "__main__":
    main([orders])
