"""Cases of functions of libm and special functions, value by value, as unary.py has them."""
import math

import numpy as np

from table import Case, single


# PyTorch has 10 digits of polygamma, and so of what it is the derivative of, and none of ndtr far
# left. These formulas have all, and their derivatives too: the recurrence by SHIFT, then the
# asymptotic series, with B_2, B_4, ...
SHIFT = 24
BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6]


def polygamma(t, x, n):
    if n == 0:
        y = x + SHIFT
        tail = t.log(y) - 1 / (2 * y) - sum(b / (2 * k * y**(2 * k)) for k, b in enumerate(BERNOULLI, 1))
        return tail - sum(1 / (x + i) for i in range(SHIFT))
    y, f = x + SHIFT, math.factorial
    tail = f(n - 1) / y**n + f(n) / (2 * y**(n + 1))
    tail = tail + sum(b * f(n + 2 * k - 1) / f(2 * k) / y**(n + 2 * k) for k, b in enumerate(BERNOULLI, 1))
    return (-1)**(n + 1) * (f(n) * sum(1 / (x + i)**(n + 1) for i in range(SHIFT)) + tail)


def lgamma(t, x):
    y = x + SHIFT
    tail = (y - 0.5) * t.log(y) - y + math.log(2 * math.pi) / 2
    tail = tail + sum(b / (2 * k * (2 * k - 1) * y**(2 * k - 1)) for k, b in enumerate(BERNOULLI, 1))
    return tail - sum(t.log(t.abs(x + i)) for i in range(SHIFT))


# The integrals of 8 u ** (8 a - 1) ... over 0 ... 1: smooth at both ends for a and b from 1.
NODES, WEIGHTS = np.polynomial.legendre.leggauss(300)


def beta_slope(t, a, b, x):
    return t.exp((a - 1) * t.log(x) + (b - 1) * t.log(1 - x) - lgamma(t, a) - lgamma(t, b) + lgamma(t, a + b))


def betainc(t, a, b, x):
    u = t.tensor((NODES + 1) / 2)
    a, b, x = (v.unsqueeze(-1) for v in (a, b, x))
    under = t.exp(a * t.log(x) + (8 * a - 1) * t.log(u) + (b - 1) * t.log(1 - x * u**8)) * 8
    constant = t.exp(lgamma(t, a + b) - lgamma(t, a) - lgamma(t, b))
    return (constant * under * t.tensor(WEIGHTS / 2)).sum(-1)


def betaincinv(t, a, b, x):
    p = x
    low, high = t.zeros_like(p), t.ones_like(p)
    with t.no_grad():
        for _ in range(60):
            middle = (low + high) / 2
            below = betainc(t, a, b, middle) < p
            low, high = t.where(below, middle, low), t.where(below, high, middle)
    x = low
    for _ in range(3):
        x = x - (betainc(t, a, b, x) - p) / beta_slope(t, a, b, x)
    return x


def log_i0(t, x):
    return t.log(t.special.i0e(x)) + t.abs(x)


def log_i1(t, x):
    return t.log(t.special.i1e(x)) + x


# op, range of usual arguments, meaning; all are differentiated twice.
SMOOTH = [
    ("tan", -1.2, 1.2, lambda t, x: t.tan(x)),
    ("asin", -0.95, 0.95, lambda t, x: t.asin(x)),
    ("acos", -0.95, 0.95, lambda t, x: t.acos(x)),
    ("atan", -4, 4, lambda t, x: t.atan(x)),
    ("sinh", -3, 3, lambda t, x: t.sinh(x)),
    ("cosh", -3, 3, lambda t, x: t.cosh(x)),
    ("asinh", -5, 5, lambda t, x: t.asinh(x)),
    ("acosh", 1.1, 5, lambda t, x: t.acosh(x)),
    ("atanh", -0.95, 0.95, lambda t, x: t.atanh(x)),
    ("log2", 0.05, 5, lambda t, x: t.log2(x)),
    ("exp2", -4, 4, lambda t, x: t.exp2(x)),
    ("erfc", -3, 3, lambda t, x: t.erfc(x)),
    ("lgamma", 0.1, 6, lgamma),
    ("digamma", 0.2, 6, lambda t, x: polygamma(t, x, 0)),
    ("trigamma", 0.2, 6, lambda t, x: polygamma(t, x, 1)),
    ("ndtr", -4, 4, lambda t, x: t.erfc(x * -math.sqrt(0.5)) / 2),
    ("log_ndtr", -6, 6, lambda t, x: t.special.log_ndtr(x)),
    ("ndtri", 0.02, 0.98, lambda t, x: t.special.ndtri(x)),
    ("erfinv", -0.95, 0.95, lambda t, x: t.special.erfinv(x)),
    ("erfcx", -2, 5, lambda t, x: t.special.erfcx(x)),
    ("i0e", 0.2, 12, lambda t, x: t.special.i0e(x)),
    ("i1e", 0.2, 12, lambda t, x: t.special.i1e(x)),
    ("log_i0", -12, 12, log_i0),
    ("log_i1", 0.2, 12, log_i1),
]
# Narrow ranges far out, where a lost digit shows, of values only: op, low, high.
FAR = [
    ("tan", 100, 1000), ("asin", -1e-4, 1e-4), ("acos", 0.999, 1), ("atan", 1e3, 1e6), ("sinh", -1e-4, 1e-4),
    ("sinh", 60, 80), ("cosh", -80, -60), ("asinh", -1e-4, 1e-4), ("asinh", 1e10, 1e15), ("acosh", 1, 1.001),
    ("acosh", 1e10, 1e15), ("atanh", -1e-4, 1e-4), ("log2", 0.999, 1.001), ("exp2", 100, 126), ("exp2", -120, -100),
    ("erfc", 4, 9), ("lgamma", 0.999, 1.001), ("lgamma", 1.999, 2.001), ("lgamma", 1e-6, 1e-4), ("lgamma", 7, 10),
    ("lgamma", 1e3, 1e6), ("digamma", 1e-4, 1e-2), ("digamma", 1e3, 1e6), ("trigamma", 1e-4, 1e-2),
    ("trigamma", 1e3, 1e6), ("ndtr", -12, -5), ("log_ndtr", -1000, -10), ("log_ndtr", 4, 10),
    ("ndtri", 1e-30, 1e-20), ("erfinv", -1e-4, 1e-4), ("erfcx", 20, 1e6), ("i0e", 20, 1e6),
    ("i1e", 20, 1e6), ("i1e", -1e-4, 1e-4), ("log_i0", 20, 1e6), ("log_i1", 20, 1e6),
]
SPECIAL = [np.nan, np.inf, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, 30.0]
# Where PyTorch has no answer, or another one: -inf of these, and their poles.
POLES = {"lgamma": [-np.inf, -2.0, -3.0, -2.5], "digamma": [-2.0, -2.5], "trigamma": [-2.5]}
UNASKED = {"trigamma": [np.inf], "log_i1": [np.inf, -0.0, -1.0, -0.5], "log_i0": [np.inf]}


def cases(draw):
    meaning = {op: f for op, _, _, f in SMOOTH}
    for op, low, high, f in SMOOTH:
        r = draw(op)
        shape = (r.extent(37), r.extent(3))
        yield Case(op, op, f"{op}(%x)", shape, {"x": r.real(shape, low, high)}, f, second=True)
    own = {"lgamma": lambda t, x: t.lgamma(x), "digamma": lambda t, x: t.digamma(x)}
    for number, (op, low, high) in enumerate(FAR):
        r = draw(f"{op}_far{number}")
        shape = (r.extent(21),)
        yield Case(f"{op}_far{number}", op, f"{op}(%x)", shape, {"x": r.real(shape, low, high)}, own.get(op, meaning[op]),
                   wrt=(), relative=True)
    for op in meaning:
        x = [v for v in SPECIAL if not any(str(v) == str(u) for u in UNASKED.get(op, []))]
        x = np.array(x + POLES.get(op, []))
        yield Case(f"{op}_special", op, f"{op}(%x)", (len(x),), {"x": x}, own.get(op, meaning[op]), wrt=())
    yield from others(draw)


def others(draw):
    for order in (0, 1, 2, 5):
        r = draw(f"polygamma_{order}")
        shape = (r.extent(19),)
        yield Case(f"polygamma_{order}", "polygamma", f"polygamma(%x, order = {order})", shape,
                   {"x": r.real(shape, 0.5, 6)}, lambda t, x, n=order: polygamma(t, x, n), second=order < 2)
    # Between the poles of the left half.
    r = draw("left")
    n = r.extent(40)
    x = -np.floor(r.real((n,), 0, 6)) - r.real((n,), 0.2, 0.8)
    for op, f in [("lgamma", lgamma), ("digamma", lambda t, x: polygamma(t, x, 0)),
                  ("trigamma", lambda t, x: polygamma(t, x, 1))]:
        yield Case(f"{op}_left", op, f"{op}(%x)", (n,), {"x": single(x)}, f, second=True)
    for op, f in [("betainc", betainc), ("betaincinv", betaincinv)]:
        r = draw(op)
        n = r.extent(9)
        inputs = {"a": r.real((n,), 1, 6), "b": r.real((n,), 1, 6), "x": r.real((n,), 0.1, 0.9)}
        # Bisection by the interpreter takes seconds: lanes along one operand stand for all.
        yield Case(op, op, f"{op}(%a, %b, %x)", (n,), inputs, f, second=True, lanes=("x",))
        # Of whole numbers it is a sum of terms of the binomial distribution.
        edges = np.array([0.0, 1.0, -0.5, 1.5, np.nan, 0.5])
        one = np.array([1.0, 1.0, 1.0, 1.0, 1.0, -1.0])
        yield Case(f"{op}_edges", op, f"{op}(%a, 1, %x)", (6,), {"a": one, "x": edges},
                   lambda t, a, x: t.where((a > 0) & (x >= 0) & (x <= 1), x, t.nan), wrt=())
    r = draw("betainc_far")
    x = r.real((7,), 0.01, 0.2)
    yield Case("betainc_far", "betainc", "betainc(3, 40, %x)", (7,), {"x": x}, lambda t, x: sum(
        math.comb(42, j) * x**j * (1 - x)**(42 - j) for j in range(3, 43)), wrt=(), relative=True)
    # Left of 0, where e ** -|x| has its other branch.
    for op in ("i0e", "i1e"):
        r = draw(f"{op}_left")
        n = r.extent(15)
        yield Case(f"{op}_left", op, f"{op}(%x)", (n,), {"x": r.real((n,), -12, -0.2)},
                   lambda t, x, op=op: getattr(t.special, op)(x), second=True)
