#!/usr/bin/env python3
"""What is wrong with an input is said with its place, what was found and what was expected.

    bad_inputs.py BIN

One line a case: a name, the command, its exit code, what its messages must hold (a regular
expression), and the files that it may leave behind. Each runs in a folder of its own, with good
files to be damaged in it; whatever else is in the folder afterwards, half-written or temporary,
is a failure, and so is a message that speaks of a fault inside.
"""
import gzip
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time

import numpy as np

MODEL = """leat.model @m {
  config @N = 2
  param @w : f32[2] = constant(2)
  param @big : f32[N] = zeros
  func @main(%x: f32[B, 2], %k: i64[B]) -> (y: f32[B, 2]) {
    %y = let %x * @w + f32(unsqueeze(%k, axis = 1))
    return %y }
  func @same(%a: f32[K], %b: f32[K]) -> (y: f32[K]) { %y = let %a + %b return %y }
  func @loss(%x: f32[B, 2]) -> (loss: f32) { %l = let mean(%x * @w) return %l }
  func @draw() -> (z: f32[M, 1024]) { %z = full 1 : f32[M, 1024] return %z }
  trainer @fit minimizes @loss wrt(params) using sgd(lr = 0.1)
}
"""


def model(body, arguments="%x: f32[B, 2], %t: i64[B], %h: f64[B, 2], %v: f32[3]", results="y: f32[B, 2]"):
    return f"leat.model @m {{\n  func @main({arguments}) -> ({results}) {{\n    {body}\n    return %y }}\n}}\n"


# Models that are wrong: name, text, what is said. A place is a line and a column of bad.mlir.
MODELS = [
    ("syntax error", model("%y = let %x * (%x + 1"), r"bad\.mlir:3:26: error: expected '\)'"),
    ("undeclared name", model("%y = let %x + %xx"), r"bad\.mlir:3:19: error: '%xx' is not declared"),
    ("minus in a name", model("%y = let %x * f32(%t-1)"), r"bad\.mlir:3:\d+: error: .*%t-1.*write spaces round '-'"),
    ("mixed dtypes", model("%y = let %x + %h"), r"bad\.mlir:3:\d+: error: .*f32\[B, 2\].*f64\[B, 2\]"),
    ("shapes of an op", model("%y = let %x + %v"), r"bad\.mlir:3:\d+: error: .*f32\[B, 2\].*f32\[3\]"),
    ("shapes of a product", model("%y = let matmul(%x, reshape(%v, shape = [3, 1]))"),
     r"bad\.mlir:3:14: error: .*contracted dimensions differ: .*2 columns"),
    ("an unknown op", model("%y = let rellu(%x)"), r"bad\.mlir:3:14: error: .*there is no op 'rellu'.*did you mean 'relu'"),
    ("a result of another type", model("%y = let sum(%x)"), r"bad\.mlir:4:\d+: error: .*@main is declared as f32\[B, 2\], but the value is f32"),
    ("no model", "// nothing\n", r"bad\.mlir: found 0 leat\.model, expected one"),
    ("bytes", "\x00\xff\x7fELF", r"bad\.mlir:1:\d: error: unexpected character"),
    ("brackets without end", model("%y = let " + "(" * 5000), r"bad\.mlir:3:\d+: error: .*nested deeper than 256 levels"),
    ("signs without end", model("%y = let " + "- " * 5000 + "%x"), r"bad\.mlir:3:\d+: error: .*nested deeper than 256 levels"),
]

RUN = "run good.mlir --input x=x.npy --input k=k.npy"
TRAIN = "train good.mlir --data npz:data.npz --batch 2"
CASES = [
    # Calls.
    ("extents that disagree", "run good.mlir --entry same --input a=[1,2] --input b=[1,2,3]", 1,
     r"extent K of @same is 2 by input 'a', but 3 by input 'b'", []),
    ("unknown entry", "run good.mlir --entry mian", 1, r"no function @mian; it has @main", []),
    ("missing input", "run good.mlir --input x=x.npy", 1, r"input 'k' of @main is missing: expected i64\[B\]", []),
    ("misnamed input", RUN + " --input kk=1", 1, r"no argument 'kk' of @main\(x: f32\[B, 2\]", []),
    ("input of another dtype", "run good.mlir --input x=x.npy --input k=x.npy", 1, r"input 'k'.* f32\[3, 2\].*i64", []),
    ("input of another shape", "run good.mlir --input x=wide.npy --input k=k.npy", 1,
     r"input 'x' of @main: dimension 1 is 5, expected f32\[B, 2\]", []),
    ("missing file of an input", "run good.mlir --input x=none.npy --input k=k.npy", 1,
     r"input 'x': can ?not read 'none\.npy': No such file", []),
    # Damaged files.
    ("truncated npy", "run good.mlir --input x=cut.npy --input k=k.npy", 1, r"'cut\.npy'.*(\d+ bytes|ends)", []),
    ("bit-flipped npy", "run good.mlir --input x=flip.npy --input k=k.npy", 1, r"'flip\.npy'", []),
    ("truncated gz", "train good.mlir --data mnist:cut", 1, r"'cut/[^']*\.gz'.*(ends|truncated|incomplete)", []),
    ("bit-flipped gz", "train good.mlir --data mnist:flip", 1, r"'flip/[^']*\.gz'.*(damaged|checksum|incorrect|invalid|corrupt)", []),
    ("truncated safetensors", RUN + " --state cut.st", 1, r"'cut\.st'", []),
    ("bit-flipped safetensors", RUN + " --state flip.st", 1, r"'flip\.st'", []),
    ("state with a missing tensor", RUN + " --state missing.st", 1, r"missing\.st.*\n.*missing: w", []),
    ("state with an extra tensor", RUN + " --state extra.st", 1, r"extra\.st.*\n.*not in the model: more", []),
    ("state with a misshapen tensor", RUN + " --state misshapen.st", 1,
     r"misshapen\.st.*\n.*w is f32\[3\], expected f32\[2\]", []),
    # Files and folders.
    ("missing model", "run none.mlir", 1, r"can ?not read 'none\.mlir': No such file", []),
    ("folder as model", "run folder", 1, r"can ?not read 'folder'", []),
    ("folder as input", "run good.mlir --input x=folder --input k=k.npy", 1, r"input 'x': .*folder", []),
    ("folder as state", RUN + " --state folder", 1, r"can ?not read 'folder'", []),
    ("folder as output", RUN + " --save folder", 1, r"'folder'", []),
    ("folder as data", "train good.mlir --data npz:folder", 1, r"'folder'", []),
    ("missing data", "train good.mlir --data npz:none.npz", 1, r"'none\.npz': No such file", []),
    ("output folder that is a file", RUN + " --output-dir x.npy", 1, r"'x\.npy'", []),
    ("output folder under a file", RUN + " --output-dir x.npy/out", 1, r"'x\.npy/out'", []),
    ("saving into no folder", RUN + " --save none/s.st", 1, r"'none/s\.st'.*No such file", []),
    ("log into no folder", TRAIN + " --log none/l.jsonl", 1, r"'none/l\.jsonl'.*No such file", []),
    # Training.
    ("batch larger than the data", "train good.mlir --data npz:data.npz --batch 64", 1, r"64.*\b8\b|\b8\b.*64", []),
    ("unknown field", "train good.mlir --data two-moons:n", 2, r"two-moons:n", []),
    ("a NaN in training", "train nan.mlir --data npz:ones.npz --batch 1 --check-nan", 1,
     r"nan\.mlir:3:\d+: error: .*'log' in @fit is NaN, at step", []),
    # Usage.
    ("unknown option", "run good.mlir --inputs x=1", 2, r"no option '--inputs'; did you mean '--input'", []),
    ("unknown command", "trian good.mlir", 2, r"no command 'trian'; did you mean 'train'", []),
    ("no number", TRAIN + " --steps many", 2, r"--steps is 'many', expected an integer", []),
    ("unknown target", RUN + " --target tpu", 2, r"--target is 'tpu', expected cpu, vulkan or cuda", []),
    ("no driver of CUDA", RUN + " --target cuda", 3, r"target 'cuda' is not available on this machine", []),
    ("no driver of Vulkan", RUN + " --target vulkan", 3, r"target 'vulkan' is not available on this machine", []),
    # Memory.
    ("a result larger than memory", "run good.mlir --entry draw --shape M=1000000", 1, r"f32\[1000000, 1024\]: out of memory: no room for 4096000000 bytes", []),
    ("the same, by the interpreter", "run good.mlir --entry draw --shape M=1000000 --reference", 1, r"good\.mlir:\d+:\d+: error: .*out of memory", []),
    ("a result beyond any memory", "run good.mlir --entry draw --shape M=100000000000", 1, r"good\.mlir:\d+:\d+: error: .*102400000000000 elements, expected fewer than 2\^31", []),
    ("an extent beyond numbers", "run good.mlir --entry draw --shape M=99999999999999999999", 2, r"--shape", []),
    ("a product beyond numbers", "run good.mlir --entry draw --shape M=9007199254740993", 1, r"memory|large|elements", []),
    ("no negative extent", "run good.mlir --entry draw --shape M=-1", 2, r"--shape", []),
]


def flipped(content, place):
    return content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1:]


def idx(array, code):
    return bytes([0, 0, code, array.ndim]) + b"".join(n.to_bytes(4, "big") for n in array.shape) + array.tobytes()


def safetensors(**tensors):
    header, data = {}, b""
    for name, array in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [len(data), len(data) + array.nbytes]}
        data += array.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + data


def prepare(folder):
    """Good files and damaged ones."""
    (folder / "good.mlir").write_text(MODEL)
    x = np.arange(6, dtype=np.float32).reshape(3, 2)
    np.save(folder / "x.npy", x)
    np.save(folder / "wide.npy", np.zeros((3, 5), np.float32))
    np.save(folder / "k.npy", np.arange(3))
    good = (folder / "x.npy").read_bytes()
    (folder / "cut.npy").write_bytes(good[:-7])
    (folder / "flip.npy").write_bytes(flipped(good, 2))
    np.savez(folder / "data.npz", x=np.ones((8, 2), np.float32))
    np.savez(folder / "ones.npz", x=np.ones((8, 1), np.float32))
    state = safetensors(big=x[0], w=x[0])
    (folder / "cut.st").write_bytes(state[:-3])
    (folder / "flip.st").write_bytes(flipped(state, 9))
    (folder / "missing.st").write_bytes(safetensors(big=x[0]))
    (folder / "extra.st").write_bytes(safetensors(big=x[0], w=x[0], more=x[0]))
    (folder / "misshapen.st").write_bytes(safetensors(big=x[0], w=x[:, 0]))
    (folder / "folder").mkdir()
    (folder / "nan.mlir").write_text(
        "leat.model @m {\n  param @w : f32 = constant(1)\n"
        "  func @loss(%x: f32[B, 1]) -> (loss: f32) { %l = let mean(log(@w) * %x) return %l }\n"
        "  trainer @fit minimizes @loss wrt(params) using sgd(lr = 2)\n}\n")
    images, labels = gzip.compress(idx(np.ones((4, 28, 28), np.uint8), 8), mtime=0), gzip.compress(idx(np.ones(4, np.uint8), 8), mtime=0)
    for kind, damage in ("cut", lambda b: b[:-9]), ("flip", lambda b: flipped(b, len(b) - 6)):
        (folder / kind).mkdir()
        for part in "train", "t10k":
            (folder / kind / f"{part}-images-idx3-ubyte.gz").write_bytes(damage(images))
            (folder / kind / f"{part}-labels-idx1-ubyte.gz").write_bytes(labels)


def listing(folder):
    return {str(p.relative_to(folder)): p.stat().st_mtime_ns if p.is_file() else 0 for p in folder.rglob("*")}


class Runner:
    def __init__(self, binary, root):
        self.binary, self.root, self.failures, self.count = binary, root, 0, 0

    def folder(self):
        folder = self.root / str(self.count)
        folder.mkdir()
        prepare(folder)
        return folder

    def leat(self, command, folder, **options):
        environment = dict(os.environ, TMPDIR=str(folder), LEAT_CACHE_DIR=str(self.root / "cache"))
        environment.update(options.pop("environment", {}))
        return subprocess.run([self.binary, *command.split()], cwd=folder, env=environment, capture_output=True,
                              timeout=60, errors="replace", text=True, **options)

    def judge(self, name, complaint):
        self.count += 1
        if complaint:
            self.failures += 1
            print(f"{name}: {complaint}: FAIL")

    def case(self, name, command, code, message, may_leave, folder=None, **options):
        folder = folder or self.folder()
        before = listing(folder)
        result = self.leat(command, folder, **options)
        after = listing(folder)
        changed = [p for p in sorted(before.keys() | after.keys()) if before.get(p) != after.get(p) and p not in may_leave]
        said = result.stderr
        self.judge(name, f"exit code {result.returncode}, expected {code}: {said[-400:]}" if result.returncode != code else
                   f"says {said!r}" if not re.search(message, said, re.IGNORECASE) else
                   f"speaks of a fault inside: {said!r}" if re.search(r"internal|assert|stack dump|bug", said) else
                   f"leaves {', '.join(changed)} behind" if changed else None)


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))


def damaged_cache(runner):
    """A damaged cache is a silent miss with the right answer."""
    folder, cache = runner.folder(), runner.root / "own-cache"
    own = {"environment": {"LEAT_CACHE_DIR": str(cache)}}
    first = runner.leat(RUN, folder, **own)
    for damage in lambda b: b[:len(b) // 2], lambda b: flipped(b, len(b) // 2), lambda b: b"":
        entries = [p for p in cache.rglob("*") if p.is_file()]
        for path in entries:
            path.write_bytes(damage(path.read_bytes()))
        again = runner.leat(RUN, folder, **own)
        same = (again.returncode, again.stdout, again.stderr) == (0, first.stdout, "")
        runner.judge("damaged cache", None if entries and same else f"{len(entries)} entries, {again}")


def full_disk(runner):
    """A disk without room: a file system of 64 KiB where one can be mounted, else a limit on files."""
    mounted = runner.root / "full"
    mounted.mkdir()
    isDisk = os.getuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(mounted)], capture_output=True).returncode == 0

    def limited():
        if not isDisk:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))

    big = "run good.mlir --entry draw --shape M=100"
    said = r"(No space left on device|File too large)"
    try:
        for name, command, path in [("--output-dir", f"{big} --output-dir {mounted}", "z.npy"),
                                    ("--save", f"{big} --save {mounted}/s.st --set N=40000", "s.st"),
                                    ("--log", f"train good.mlir --data npz:data.npz --batch 1 --epochs 3000 --log {mounted}/l.jsonl", "l.jsonl")]:
            runner.case(f"full disk, {name}", command, 1, rf"{path}': .*{said}", [], preexec_fn=limited)
            left = sorted(p.name for p in mounted.iterdir() if p.name != "l.jsonl")
            runner.judge(f"full disk, {name}", f"leaves {left}" if left else None)
            for path in mounted.iterdir():
                path.unlink()
        result = runner.leat(RUN, runner.folder(), environment={"LEAT_CACHE_DIR": str(mounted / "cache")}, preexec_fn=limited)
        runner.judge("full disk, cache", None if result.returncode == 0 and "y =" in result.stdout else str(result))
    finally:
        if isDisk:
            subprocess.run(["umount", "-l", str(mounted)], check=False)


def interrupted(runner):
    """SIGINT: the step is finished, the state saved, the exit code 130."""
    folder = runner.folder()
    before = listing(folder)
    process = subprocess.Popen([runner.binary, *TRAIN.split(), "--reference", "--steps", "100000000", "--save", "s.st"],
                               cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    try:
        said = process.communicate(timeout=20)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        said = "does not end"
    new = sorted(listing(folder).keys() - before.keys())
    good = process.returncode == 130 and "interrupted after step" in said and new == ["s.st"]
    runner.judge("interrupted", None if good else f"exit code {process.returncode}, {new}: {said[-300:]}")


def unwritable(runner):
    """A folder that may not be written; root may write everywhere."""
    if os.getuid() == 0:
        return
    folder = runner.folder()
    (folder / "closed").mkdir(mode=0o555)
    runner.case("closed folder", RUN + " --save closed/s.st", 1, r"closed/s\.st': .*Permission denied", [], folder=folder)
    runner.case("closed output", RUN + " --output-dir closed/out", 1, r"closed/out': Permission denied", [], folder=folder)


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve() / "leat")
    with tempfile.TemporaryDirectory() as root:
        runner = Runner(binary, pathlib.Path(root))
        for name, text, message in MODELS:
            folder = runner.folder()
            (folder / "bad.mlir").write_text(text)
            runner.case(name, "check bad.mlir", 1, message, [], folder=folder)
        for case in CASES:
            runner.case(*case, preexec_fn=limit_memory)
        damaged_cache(runner)
        full_disk(runner)
        interrupted(runner)
        unwritable(runner)
    print(f"{runner.count} bad inputs, {runner.failures} answered badly: {'FAIL' if runner.failures else 'pass'}")
    return 1 if runner.failures else 0


if __name__ == "__main__":
    sys.exit(main())
