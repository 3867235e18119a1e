"""Cases of activations that unary.py does not have: usual arguments, far ones, kinks, specials."""
import numpy as np

from table import Case, single

SPECIAL = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 30.0, -30.0]


def name_of(text):
    """`clip(%x, lo = -1)` -> clip_lo_1"""
    return "".join(c if c.isalnum() else "_" for c in text.replace("(%x", "").replace(" ", "").replace('"', "")).strip("_")


# text, meaning: smooth but for kinks at 0, 1, -1, 3 and -3.
ACTIVATIONS = [
    ("leaky_relu(%x)", lambda t, x: t.nn.functional.leaky_relu(x)),
    ("leaky_relu(%x, slope = 0.2)", lambda t, x: t.nn.functional.leaky_relu(x, 0.2)),
    ("elu(%x)", lambda t, x: t.nn.functional.elu(x)),
    ("elu(%x, alpha = 1.5)", lambda t, x: t.nn.functional.elu(x, 1.5)),
    ("softsign(%x)", lambda t, x: t.nn.functional.softsign(x)),
    ("clip(%x, lo = -1, hi = 1)", lambda t, x: t.clamp(x, -1, 1)),
    ("clip(%x, lo = 0.5)", lambda t, x: t.clamp(x, min=0.5)),
    ("clip(%x, hi = 0.25)", lambda t, x: t.clamp(x, max=0.25)),
    ("log_sigmoid(%x)", lambda t, x: t.nn.functional.logsigmoid(x)),
    ('gelu(%x, approximate = "tanh")', lambda t, x: t.nn.functional.gelu(x, approximate="tanh")),
    ("mish(%x)", lambda t, x: t.nn.functional.mish(x)),
    ("hard_sigmoid(%x)", lambda t, x: t.nn.functional.relu6(x + 3) / 6),
    ("hard_silu(%x)", lambda t, x: t.nn.functional.hardswish(x)),
    ("heaviside(%x)", lambda t, x: t.where(x >= 0, 1.0, t.where(x < 0, 0.0, x))),
]
# Values far out: text, low, high.
FAR = [("log_sigmoid(%x)", -80, -20), ("log_sigmoid(%x)", 20, 80), ("mish(%x)", -60, -20), ("mish(%x)", 15, 80),
       ("elu(%x)", -1e-4, -1e-6), ("softsign(%x)", 1e3, 1e6)]


def cases(draw):
    meaning = dict(ACTIVATIONS)
    for text, f in ACTIVATIONS:
        name, op = name_of(text), text.split("(")[0]
        r = draw(name)
        shape = (r.extent(31), r.extent(3))
        x = r.real(shape, -4, 4)
        # Away from the kinks: 0.4 to 0.6 of every integer, and not a bound of clip.
        x = np.floor(x) + 0.6 + (x - np.floor(x)) * 0.2
        yield Case(name, op, text, shape, {"x": single(x)}, f, second=True)
        at = np.array([0.0, -0.0, 1.0, -1.0, 3.0, -3.0])
        if op not in ("mish", "gelu"):
            yield Case(f"{name}_kink", op, text, (6,), {"x": at}, f, differences=False)
        yield Case(f"{name}_special", op, text, (len(SPECIAL),), {"x": np.array(SPECIAL)}, special(op, f), wrt=())
    for number, (text, low, high) in enumerate(FAR):
        r = draw(f"far{number}")
        shape = (r.extent(21),)
        yield Case(f"{name_of(text)}_far{number}", text.split("(")[0], text, shape, {"x": r.real(shape, low, high)},
                   meaning[text], wrt=(), relative=True)
    yield from integers(draw)


def special(op, f):
    """PyTorch's kernels of vectors lose what the limits are: x * 0 at -inf."""
    limits = {"mish": 0.0, "gelu": 0.0}
    if op not in limits:
        return f
    return lambda t, x: t.where(x == -np.inf, limits[op], f(t, t.where(x == -np.inf, 0.0, x)))


def integers(draw):
    r = draw("integers")
    n = r.extent(33)
    for element, dtype in [("i64", np.int64), ("i32", np.int32), ("i8", np.int8)]:
        x = r.integers((n,), -128, 127, dtype)
        yield Case(f"heaviside_{element}", "heaviside", "heaviside(%x)", {"y": f"{element}[{n}]"}, {"x": x},
                   lambda t, x: (x >= 0).to(x.dtype))
        yield Case(f"clip_{element}", "clip", "clip(%x, lo = -100, hi = 17)", {"y": f"{element}[{n}]"}, {"x": x},
                   lambda t, x: t.clamp(x, -100, 17))
    for op in ("isnan", "isinf", "isfinite"):
        x = np.array(SPECIAL)
        yield Case(op, op, f"{op}(%x)", {"y": f"i1[{len(x)}]"}, {"x": x}, lambda t, x, op=op: getattr(t, op)(x), wrt=())
