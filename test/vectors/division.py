"""Cases of floor_div, mod, bits and the functions of two floats, with broadcasting."""
import numpy as np

from binary import shapes
from table import Case, broadcast, single

# op, meaning, range of both operands.
SMOOTH = [
    ("atan2", lambda t, a, b: t.atan2(a, b)),
    ("hypot", lambda t, a, b: t.hypot(a, b)),
    ("logaddexp", lambda t, a, b: t.logaddexp(a, b)),
    ("xlogy", lambda t, a, b: t.xlogy(a, b)),
    ("mod", lambda t, a, b: t.remainder(a, b)),
    ("floor_div", lambda t, a, b: t.floor_divide(a.detach(), b.detach())),
]
ODD = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -2.0, 3.5])


def operands(op, r, left, right):
    if op == "xlogy":
        return r.real(left), r.real(right, 0.2, 3)
    if op in ("mod", "floor_div"):
        # Away from the jumps: a = b (whole + a half).
        whole = r.integers(left, -4, 3) + r.real(left, 0.3, 0.7)
        return single(whole), np.where(r.bools(right), 1.0, -1.0)
    return r.away(left, 0.2), r.away(right, 0.2)


def cases(draw):
    for op, f in SMOOTH:
        for kind, left, right in shapes(draw(op)):
            r = draw(f"{op}_{kind}")
            a, b = operands(op, r, left, right)
            yield Case(f"{op}_{kind}", op, f"{op}(%a, %b)", broadcast(left, right), {"a": a, "b": b}, f,
                       second=kind in ("outer", "row"))
    yield from edges(draw)
    yield from integers(draw)


def edges(draw):
    left, right = (grid.ravel() for grid in np.meshgrid(ODD, ODD))
    for op, f in SMOOTH:
        yield Case(f"{op}_special", op, f"{op}(%a, %b)", (64,), {"a": left, "b": right}, f, wrt=())
    for op, f in [("mod", SMOOTH[4][1]), ("floor_div", SMOOTH[5][1])]:
        r = draw(f"{op}_exact")
        n = r.extent(60)
        a = r.integers((n,), -40, 40) / 4.0
        b = np.where(r.bools((n,)), 1, -1) * r.integers((n,), 1, 12) / 4.0
        yield Case(f"{op}_exact", op, f"{op}(%a, %b)", (n,), {"a": a, "b": b}, f, wrt=())
    # 0 log 0, where it is inf, and its slopes at a = 0.
    a = np.array([0.0, 0.0, -0.0, 0.0, 2.0, 0.0])
    b = np.array([0.0, np.inf, -1.0, np.nan, 0.0, 2.0])
    yield Case("xlogy_zero", "xlogy", "xlogy(%a, %b)", (6,), {"a": a, "b": b}, lambda t, a, b: t.xlogy(a, b), wrt=())
    b = np.array([0.5, 2.0, 3.0])
    yield Case("xlogy_slope", "xlogy", "xlogy(%a, %b)", (3,), {"a": np.zeros(3), "b": b},
               lambda t, a, b: t.xlogy(a, b), second=True, differences=False)
    for op, low, high in [("hypot", 1e20, 1e30), ("hypot", 1e-30, 1e-20), ("logaddexp", 80, 200)]:
        r = draw(f"{op}_{high}")
        n = r.extent(20)
        yield Case(f"{op}_far_{low:g}".replace("+", "").replace("-", "m"), op, f"{op}(%a, %b)", (n,),
                   {"a": r.real((n,), low, high), "b": r.real((n,), low, high)},
                   lambda t, a, b, op=op: getattr(t, op)(a, b), wrt=(), relative=True)


def whole(function, dtype):
    """A function of Python's integers, element by element, wrapped to the type."""
    def outside(t, a, b):
        a, b = t.broadcast_tensors(a, b)
        width = 8 * np.dtype(dtype).itemsize
        found = [(function(x, y, width) + 2**(width - 1)) % 2**width - 2**(width - 1)
                 for x, y in zip(a.flatten().tolist(), b.flatten().tolist())]
        return t.tensor(found, dtype=a.dtype).reshape(a.shape)
    return outside


INTEGERS = [
    ("floor_div", lambda a, b, w: a // b if b else 0),
    ("mod", lambda a, b, w: a % b if b else 0),
    ("bit_and", lambda a, b, w: a & b),
    ("bit_or", lambda a, b, w: a | b),
    ("bit_xor", lambda a, b, w: a ^ b),
    ("shift_left", lambda a, b, w: a << b if 0 <= b < w else 0),
    ("shift_right", lambda a, b, w: a >> (b if 0 <= b < w else w - 1)),
]


def integers(draw):
    for element, dtype in [("i64", np.int64), ("i32", np.int32), ("i8", np.int8)]:
        limits = np.iinfo(dtype)
        for op, f in INTEGERS:
            r = draw(f"{op}_{element}")
            n, m = r.extent(15), r.extent(17)
            a = r.integers((n, 1), -128, 127, dtype)
            a[:2, 0] = limits.min, limits.max
            b = r.integers((m,), -9, 70, dtype)
            b[:3] = 0, -1, 1
            yield Case(f"{op}_{element}", op, f"{op}(%a, %b)", {"y": f"{element}[{n}, {m}]"}, {"a": a, "b": b},
                       whole(f, dtype))
        r = draw(f"bit_not_{element}")
        n = r.extent(21)
        yield Case(f"bit_not_{element}", "bit_not", "bit_not(%x)", {"y": f"{element}[{n}]"},
                   {"x": r.integers((n,), -128, 127, dtype)}, lambda t, x: ~x)
