"""Cases of ops of one operand, value by value: usual arguments, far and tiny ones, kinks, specials."""
import numpy as np

from table import Case, single

# op, range of usual arguments, meaning; all are differentiated twice.
SMOOTH = [
    ("neg", -2, 2, lambda t, x: -x),
    ("exp", -3, 3, lambda t, x: t.exp(x)),
    ("expm1", -3, 3, lambda t, x: t.expm1(x)),
    ("log", 0.05, 5, lambda t, x: t.log(x)),
    ("log1p", -0.9, 5, lambda t, x: t.log1p(x)),
    ("sqrt", 0.05, 5, lambda t, x: t.sqrt(x)),
    ("rsqrt", 0.05, 5, lambda t, x: t.rsqrt(x)),
    ("reciprocal", 0.2, 4, lambda t, x: 1 / x),
    ("square", -2, 2, lambda t, x: x * x),
    ("sin", -7, 7, lambda t, x: t.sin(x)),
    ("cos", -7, 7, lambda t, x: t.cos(x)),
    ("tanh", -3, 3, lambda t, x: t.tanh(x)),
    ("erf", -3, 3, lambda t, x: t.erf(x)),
    ("sigmoid", -5, 5, lambda t, x: t.sigmoid(x)),
    ("softplus", -5, 5, lambda t, x: t.logaddexp(x, t.zeros_like(x))),
    ("silu", -5, 5, lambda t, x: t.nn.functional.silu(x)),
    ("gelu", -4, 4, lambda t, x: t.nn.functional.gelu(x)),
]
# Away from their kinks and steps: op, meaning.
BROKEN = [
    ("abs", lambda t, x: t.abs(x)),
    ("sign", lambda t, x: t.sign(x)),
    ("relu", lambda t, x: t.relu(x)),
]
STEPS = [
    ("floor", lambda t, x: t.floor(x)),
    ("ceil", lambda t, x: t.ceil(x)),
    ("round", lambda t, x: t.round(x)),
]
# Narrow ranges far out, where a lost digit shows: op, low, high.
FAR = [
    ("exp", 80, 88), ("exp", -80, -70), ("exp", -1e-3, 1e-3), ("expm1", -1e-4, 1e-4), ("expm1", -30, -20),
    ("expm1", 50, 80), ("log", 1e-30, 1e-25), ("log", 1e25, 1e30), ("log", 0.999, 1.001),
    ("log1p", -1e-4, 1e-4), ("log1p", 1e10, 1e15), ("log1p", -0.9999, -0.99), ("sqrt", 1e-30, 1e-25),
    ("sqrt", 1e25, 1e30), ("rsqrt", 1e20, 1e25), ("reciprocal", 1e-15, 1e-12), ("sin", 100, 1000),
    ("sin", 1e5, 1e6), ("sin", -1e-4, 1e-4), ("cos", 100, 1000), ("cos", 1e5, 1e6), ("tanh", -1e-4, 1e-4),
    ("tanh", 5, 20), ("erf", -1e-4, 1e-4), ("erf", 2, 6), ("sigmoid", -80, -60), ("sigmoid", 20, 80),
    ("softplus", -80, -20), ("softplus", 30, 80), ("silu", -60, -20), ("silu", 20, 80), ("gelu", 5, 20),
]
SPECIAL = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, 1e30, -1e30]


def sign(t, x):
    # Zeros and NaN give themselves.
    return t.where(x > 0, 1.0, t.where(x < 0, -1.0, x))


def cases(draw):
    meaning = {op: f for op, _, _, f in SMOOTH} | dict(BROKEN) | dict(STEPS)
    for op, low, high, f in SMOOTH:
        r = draw(op)
        shape = (r.extent(37), r.extent(3))
        yield Case(op, op, f"{op}(%x)", shape, {"x": r.real(shape, low, high)}, f, second=True)
    for op, f in BROKEN:
        r = draw(op)
        shape = (r.extent(19), r.extent(5))
        yield Case(op, op, f"{op}(%x)", shape, {"x": r.away(shape)}, f, second=True)
    for op, f in STEPS:
        r = draw(op)
        shape = (r.extent(35),)
        x = r.integers(shape, -9, 9) + r.real(shape, 0.1, 0.4) * r.choice(1, -1)
        yield Case(op, op, f"{op}(%x)", shape, {"x": single(x)}, f)
    for number, (op, low, high) in enumerate(FAR):
        r = draw(f"{op}_far{number}")
        shape = (r.extent(21),)
        # 1 - y ** 2 is a few roundings of 1 where the tanh has come close to it; all there is of the derivative.
        bound = 0.05 if (op, high) == ("tanh", 20) else None
        yield Case(f"{op}_far{number}", op, f"{op}(%x)", shape, {"x": r.real(shape, low, high)}, meaning[op],
                   differences=False, f32_slope=bound, relative=True)
    # At kinks the field's convention holds: relu'(0) = 0, abs'(0) = 0.
    at = np.array([0.0, -0.0, 1.0, -1.0])
    for op, f in BROKEN + STEPS:
        yield Case(f"{op}_kink", op, f"{op}(%x)", (4,), {"x": at}, f, differences=False)
    for op in meaning:
        yield Case(f"{op}_special", op, f"{op}(%x)", (len(SPECIAL),), {"x": np.array(SPECIAL)},
                   sign if op == "sign" else meaning[op], wrt=())
    yield from others(draw)


def others(draw):
    r = draw("integers")
    n = r.extent(33)
    for op, f in [("neg", lambda t, x: -x), ("abs", lambda t, x: t.abs(x)), ("sign", lambda t, x: t.sign(x)),
                  ("square", lambda t, x: x * x), ("relu", lambda t, x: t.relu(x))]:
        for element, dtype in [("i64", np.int64), ("i32", np.int32), ("i8", np.int8)]:
            # i8 wraps: -128 and squares.
            x = r.integers((n,), -128, 127, dtype)
            yield Case(f"{op}_{element}", op, f"{op}(%x)", {"y": f"{element}[{n}]"}, {"x": x}, f)
    r = draw("logical_not")
    n = r.extent(20)
    yield Case("logical_not", "logical_not", "logical_not(%x)", {"y": f"i1[{n}]"}, {"x": r.bools((n,))},
               lambda t, x: ~x)
    r = draw("stop_gradient")
    shape = (r.extent(7), r.extent(4))
    yield Case("stop_gradient", "stop_gradient", "%x * stop_gradient(square(%x))", shape, {"x": r.real(shape)},
               lambda t, x: x * (x * x).detach(), bent=True, differences=False)
    yield from conversions(draw)


# The smallest and the largest integers, the last floats that fit, and what does not fit.
LIMITS = [np.nan, np.inf, -np.inf, 1e30, -1e30, 2.0**63, -2.0**63, 2.0**31, -2.0**31, -2.0**31 - 512, 2.0**31 - 128,
          127.5, 128.0, 300.0, -128.5, -129.0, -300.0, 2.7, -2.7, 0.5, -0.5, 0.0, -0.0, 1e-30]


def clamped(bits):
    def convert(t, x):
        low, high = -2**(bits - 1), 2**(bits - 1) - 1
        whole = [0 if v != v else max(low, min(high, int(max(min(v, 1e19), -1e19)))) for v in x.tolist()]
        return t.tensor(whole, dtype={64: t.int64, 32: t.int32, 8: t.int8}[bits])
    return convert


def conversions(draw):
    for bits in (64, 32, 8):
        yield Case(f"to_i{bits}", "convert", f"i{bits}(%x)", {"y": f"i{bits}[{len(LIMITS)}]"},
                   {"x": np.array(LIMITS)}, clamped(bits), wrt=())
        r = draw(f"to_i{bits}_many")
        n = r.extent(50)
        yield Case(f"to_i{bits}_many", "convert", f"i{bits}(%x)", {"y": f"i{bits}[{n}]"},
                   {"x": r.real((n,), -400, 400)}, clamped(bits), wrt=())
    yield Case("to_i1", "convert", "i1(%x)", {"y": f"i1[{len(LIMITS)}]"}, {"x": np.array(LIMITS)},
               lambda t, x: x != 0, wrt=())
    r = draw("from_integers")
    n = r.extent(23)
    for element, dtype in [("i64", np.int64), ("i32", np.int32), ("i8", np.int8)]:
        yield Case(f"from_{element}", "convert", "f64(%x)", (n,), {"x": r.integers((n,), -128, 127, dtype)},
                   lambda t, x: x.double())
    yield Case("from_i1", "convert", "f64(%x)", (n,), {"x": r.bools((n,))}, lambda t, x: x.double())
    yield Case("widen", "convert", "i64(i8(%x))", {"y": f"i64[{n}]"}, {"x": r.integers((n,), -1000, 1000)},
               lambda t, x: x.to(t.int8).to(t.int64))
    r = draw("round_trip")
    n = r.extent(18)
    # Rounding to f32 has the derivative 1. Inputs and cotangents are f32 numbers.
    yield Case("round_trip", "convert", "f64(f32(%x))", (n,), {"x": r.real((n,))}, lambda t, x: x.float().double(),
               bent=True, differences=False)
