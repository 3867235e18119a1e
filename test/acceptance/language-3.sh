#!/bin/bash
# The gradients of a 50-layer MLP are equal to the last bit whatever is computed again, and each
# policy takes the memory that `leat check` predicts, within 10 %: the growth of the most memory
# that the process ever held (VmHWM) over that of a program that does nothing, both from the
# cache. A budget that can not be kept is an error with both figures. Needs ./dev build.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH=${LEAT_BIN:-$PWD/build/bin}:$PATH
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
export LEAT_CACHE_DIR=$out/cache
/usr/bin/python3 - "$out" <<'PY'
import json
import os
import pathlib
import re
import subprocess
import sys
import time

import numpy as np

OUT = pathlib.Path(sys.argv[1])
LAYERS, WIDTH, BATCH = 50, 128, 8192
TOLERANCE = 0.10


def model(call="", grad="", loop=None):
    """The text of the network: a call a layer, or all layers as trips of a loop."""
    shape = f"f32[{BATCH}, {WIDTH}]"
    names = [f"w{i}" for i in range(LAYERS)]
    params = f"  param @w : f32[{LAYERS}, {WIDTH}, {WIDTH}] = normal(0, 0.1)\n"
    layer = f"""  func @layer(%h: {shape}, %w: f32[{WIDTH}, {WIDTH}]) -> (y: {shape}) {{
    %y = let tanh(linear(%h, %w)) + %h * 0.5
    return %y }}\n"""
    if loop is None:
        params = "".join(f"  param @{n} : f32[{WIDTH}, {WIDTH}] = normal(0, 0.1)\n" for n in names)
        body = "".join(f"    %h{i + 1} = call @layer(%h{i}, @{n}) {call}\n".replace(f"@{n})", f"%p{i})")
                       .replace("    %h", f"    %p{i} = get @{n}\n    %h", 1) for i, n in enumerate(names))
    else:
        body = f"""    %w = get @w
    %h{LAYERS} = for %t = 1 to {LAYERS}{loop} carry(%h = %h0) over(%p = %w) {{
      %y = call @layer(%h, %p)
      yield %y }}\n"""
        names = ["w"]
    kinds = {n: f"f32[{WIDTH}, {WIDTH}]" if loop is None else f"f32[{LAYERS}, {WIDTH}, {WIDTH}]" for n in names}
    results = "".join(f", d.{n}: {kinds[n]}" for n in names)
    taken = "".join(f'    %d{n} = at %g, name = "{n}"\n' for n in names)
    return f"""leat.model @mlp {{
{params}{layer}  func @loss(%h0: {shape}) -> (l: f32) {{
{body}    %l = let mean(%h{LAYERS} * %h{LAYERS})
    return %l }}
  func @main(%x: {shape}) -> (l: f32{results}) {{
    %l, %g = grad @loss(%x) wrt(params) {grad}
{taken}    return %l{"".join(f", %d{n}" for n in names)} }} }}
"""


EMPTY = "leat.model @empty { func @main(%x: f32[1]) -> (y: f32[1]) { %y = let %x + 1 return %y } }\n"


def leat(*words, fails=False):
    done = subprocess.run(["leat", *map(str, words)], capture_output=True, text=True, timeout=1200)
    if bool(done.returncode) != fails:
        sys.exit(f"leat {' '.join(map(str, words))}: {done.stderr}")
    return done.stderr if fails else done.stdout


def high_water(words):
    """The bytes that a process held at most. Not ru_maxrss: that counts what this script held before exec, too."""
    process = subprocess.Popen(["leat", *map(str, words)], stdout=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        try:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        name, found = re.search(r"^Name:\s*(.*)", status), re.search(r"^VmHWM:\s*(\d+) kB", status, re.MULTILINE)
        if name[1] == "leat" and found:
            most = max(most, int(found[1]) * 1024)
        time.sleep(0.001)
    if process.returncode:
        sys.exit(f"leat {' '.join(map(str, words))}: exit code {process.returncode}")
    return most


def measure(name, text, shape, options):
    file, x, out = OUT / f"{name}.mlir", OUT / f"{name}.x.npy", OUT / name
    file.write_text(text)
    np.save(x, np.random.default_rng(0).normal(size=shape).astype(np.float32))
    words = ["run", file, "--input", f"x={x}", "--threads", 2, *options]
    leat(*words, "--output-dir", out)  # fills the cache
    most = max(high_water([*words, "--output-dir", out]) for _ in range(3))
    facts = json.loads(leat("check", file, "--entry", "main", "--json", *options))["functions"]["main"]
    bits = b"".join(p.read_bytes() for p in sorted(out.glob("*.npy")))
    return most, facts["memory"], bits


failed = False


def say(passes, text):
    global failed
    failed |= not passes
    print(text + (": pass" if passes else ": FAIL"), flush=True)


chains = {
    "keeps everything": (model(), []),
    "every layer again": (model(call="checkpoint"), []),
    "every 7 layers": (model(grad="checkpoint(every = 7)"), []),
    "every 20 layers": (model(grad="checkpoint(every = 20)"), []),
    "a budget of 200 MB for what is kept": (model(grad="checkpoint(budget = 200000000)"), []),
    "--memory-budget 120000000": (model(), ["--memory-budget", 120000000]),
}
loops = {
    "a loop that keeps carries": (model(loop=""), []),
    "a loop that saves every 7 trips": (model(loop=", save = every 7"), []),
    "a loop that saves all": (model(loop=", save = all"), []),
}
base, used, _ = measure("empty", EMPTY, (1,), [])
for group in (chains, loops):
    expected = None
    for number, (name, (text, options)) in enumerate(group.items()):
        most, memory, bits = measure(f"m{number}", text, (BATCH, WIDTH), options)
        expected = expected or bits
        predicted, grown = sum(memory.values()), most - base
        off = predicted / grown - 1
        say(abs(off) <= TOLERANCE and bits == expected,
            f"{name}: predicted {predicted / 1e6:.1f} MB (arena {memory['arena'] / 1e6:.1f}), grew by "
            f"{grown / 1e6:.1f} MB, {100 * off:+.1f} %, gradients {'equal' if bits == expected else 'DIFFER'}")
        if "--memory-budget" in options:
            say(predicted <= options[1], f"{name}: within the budget")
(OUT / "mlp.mlir").write_text(model())
error = leat("check", OUT / "mlp.mlir", "--entry", "main", "--memory-budget", 1000000, fails=True)
say(bool(re.search(r"takes at least \d+ bytes.*more than --memory-budget 1000000", error)), error.strip())
sys.exit(failed)
PY
