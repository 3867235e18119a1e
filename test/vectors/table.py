"""What a case is, and how its shapes, attributes and inputs follow from a seed.

A family is a module with a function cases(draw) that yields Case objects; draw(name) is the
Draw of the case of that name. Under seed 0 extents and choices are the ones that are written,
and the answers computed outside (make.py) are committed. Under any other seed they vary.
"""
import dataclasses
import importlib
import typing
import zlib

import numpy as np

FAMILIES = ["unary", "binary", "activations", "special", "division", "contraction", "convolution", "reduction",
            "window", "shape", "arrange", "order", "net", "norm", "attention", "loss", "linear_algebra", "draws",
            "control"]


def single(numbers):
    """Rounded to f32, as f64."""
    return np.asarray(numbers).astype(np.float32).astype(np.float64)


class Draw:
    """The random choices of one case."""

    def __init__(self, name, seed):
        # The stream of RandomState is frozen: every version of NumPy gives the same numbers.
        self.random = np.random.RandomState((zlib.crc32(name.encode()) + 7919 * seed) % 2**32)
        self.varies = seed != 0

    def extent(self, usual, low=1, high=None):
        """`usual` under seed 0; otherwise from low to high, and often low itself."""
        if not self.varies:
            return usual
        if self.random.rand() < 0.2:
            return low
        return int(self.random.randint(low, (2 * usual if high is None else high) + 1))

    def choice(self, usual, *others):
        """`usual` under seed 0, otherwise it or one of the others."""
        return (usual, *others)[self.random.randint(1 + len(others))] if self.varies else usual

    def real(self, shape, low=-2.0, high=2.0):
        """Uniform numbers; all of them are f32 numbers, so that every precision reads the same."""
        return single(self.random.uniform(low, high, shape))

    def away(self, shape, gap=0.1, high=2.0):
        """Numbers of both signs, at least `gap` from zero."""
        return self.real(shape, gap, high) * np.where(self.random.rand(*shape) < 0.5, -1, 1)

    def distinct(self, shape, low=-2.0, high=2.0):
        """Numbers with gaps between them: neither a maximum nor an order hangs on rounding."""
        n = int(np.prod(shape))
        place = self.random.permutation(n) + self.random.uniform(0.2, 0.8, n)
        return single(low + (high - low) * place / max(n, 1)).reshape(shape)

    def integers(self, shape, low, high, dtype=np.int64):
        """Integers from low to high, both included."""
        return np.asarray(self.random.randint(low, high + 1, shape)).astype(dtype)

    def bools(self, shape):
        return np.asarray(self.random.rand(*shape) < 0.5)

    def key(self):
        """A generator's state: seed and draw number."""
        return self.random.randint(-2**62, 2**62, 2, dtype=np.int64)


@dataclasses.dataclass
class Case:
    """A small function of the language and what it means outside of it."""
    name: str
    ops: str                    # the ops that it is a case of
    text: str                   # an expression, the result y; or statements `%y = ...`
    results: dict               # name -> shape (of f64), or a type as text: "i32[3]"
    inputs: dict                # name -> array
    outside: typing.Callable    # of torch and the inputs: the result, or the tuple of results
    wrt: tuple = None           # what is differentiated by; all float inputs where left out,
                                # () where the ops are not differentiable
    second: bool = False        # whether derivatives of second order are compared too
    bent: bool = False          # the same of sum(v y^2) and not of sum(v y), which many ops have no second
                                # derivatives of; cases() chooses
    differences: bool = True    # False at kinks, where the quotient has no meaning
    train: bool = False         # called as in training
    states: tuple = ()          # declarations of the model
    relative: bool = False      # values (not derivatives) without any absolute tolerance
    lanes: tuple = None         # the inputs that vmap is tried over; all where left out
    f32_slope: float = None     # a looser bound of derivatives in f32, with the reason beside it

    def __post_init__(self):
        self.inputs = {k: np.asarray(v) for k, v in self.inputs.items()}
        if self.wrt is None:
            self.wrt = tuple(k for k, v in self.inputs.items() if v.dtype == np.float64)
        if self.lanes is None:
            # A state is one for all lanes, and what is drawn from it differs from call to call.
            self.lanes = () if self.states else tuple(self.inputs)
        if not isinstance(self.results, dict):
            self.results = {"y": self.results}
        self.results = {k: v if isinstance(v, str) else type_text("f64", v) for k, v in self.results.items()}


def type_text(element, shape):
    return f"{element}[{', '.join(map(str, shape))}]" if len(shape) else element


ELEMENTS = {"float64": "f64", "float32": "f32", "int64": "i64", "int32": "i32", "int8": "i8", "bool": "i1"}


def type_of(array):
    return type_text(ELEMENTS[array.dtype.name], array.shape)


def shape_of(text):
    inside = text[text.index("[") + 1:-1] if "[" in text else ""
    return tuple(int(n) for n in inside.split(",") if n.strip())


def broadcast(*shapes):
    return np.broadcast_shapes(*shapes)


def cases(family, seed):
    """The cases of a family under a seed; their names are distinct. An op that no case differentiates
    twice bends the first case that can be."""
    found = list(importlib.import_module(family).cases(lambda name: Draw(f"{family}.{name}", seed)))
    names = [case.name for case in found]
    assert len(set(names)) == len(names), [n for n in names if names.count(n) > 1]
    twice = {op for case in found if case.wrt and case.second and case.differences for op in case.ops.split()}
    for case in found:
        floats = any(text.startswith("f64") for text in case.results.values())
        if floats and case.wrt and case.differences and not case.second and not set(case.ops.split()) <= twice:
            case.bent = True
            twice |= set(case.ops.split())
    return found
