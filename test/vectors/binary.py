"""Cases of ops of two or three operands, value by value, with broadcasting."""
import numpy as np

from table import Case, broadcast

COMPARISONS = [("eq", "=="), ("ne", "<>"), ("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">=")]


def shapes(r):
    """Pairs of shapes: equal, both stretched, a row, a scalar, a column of one."""
    n, m = r.extent(17), r.extent(6)
    return [("same", (n, m), (n, m)), ("outer", (n, 1), (1, m)), ("row", (n, m), (m,)), ("scalar", (), (n, m)),
            ("lead", (m,), (2, n, 1))]


ARITHMETIC = [
    ("add", "%a + %b", lambda t, a, b: a + b),
    ("sub", "%a - %b", lambda t, a, b: a - b),
    ("mul", "%a * %b", lambda t, a, b: a * b),
    ("div", "%a / %b", lambda t, a, b: a / b),
    ("pow", "%a ** %b", lambda t, a, b: a ** b),
    ("maximum", "maximum(%a, %b)", lambda t, a, b: t.maximum(a, b)),
    ("minimum", "minimum(%a, %b)", lambda t, a, b: t.minimum(a, b)),
]


def operands(op, r, left, right):
    if op == "pow":
        return r.real(left, 0.2, 3), r.real(right, -2, 3)
    if op == "div":
        return r.real(left), r.away(right, 0.3)
    if op in ("maximum", "minimum"):
        sizes = int(np.prod(left)), int(np.prod(right))
        both = r.distinct((sum(sizes),))
        return both[:sizes[0]].reshape(left), both[sizes[0]:].reshape(right)
    return r.real(left), r.real(right)


def cases(draw):
    for op, text, f in ARITHMETIC:
        for kind, left, right in shapes(draw(op)):
            r = draw(f"{op}_{kind}")
            a, b = operands(op, r, left, right)
            yield Case(f"{op}_{kind}", op, text, broadcast(left, right), {"a": a, "b": b}, f,
                       second=kind in ("outer", "row"))
    yield from edges(draw)
    yield from integers(draw)
    yield from comparisons(draw)
    yield from selections(draw)


def edges(draw):
    """Ties, zeros, specials, one operand twice."""
    r = draw("ties")
    tied = np.array([0.0, 1.0, -2.0, 3.0, 0.5])
    other = np.array([0.0, 1.0, -2.0, 2.0, 1.5])
    for op in ("maximum", "minimum"):
        yield Case(f"{op}_ties", op, f"{op}(%a, %b)", (5,), {"a": tied, "b": other},
                   lambda t, a, b, op=op: getattr(t, op)(a, b), differences=False)
    n = r.extent(9)
    yield Case("twice", "mul sub add", "%x * %x - (%x + %x)", (n,), {"x": r.real((n,))},
               lambda t, x: x * x - (x + x), second=True)
    zero = np.array([0.0, 0.0, 0.0, -1.5, -1.5, 2.0, -0.0])
    for number, (power, name) in enumerate([(0, "zeroth"), (1, "first"), (2, "square"), (3, "cube")]):
        yield Case(f"pow_{name}", "pow", f"%x ** {power}", (7,), {"x": zero}, lambda t, x, p=power: x ** p,
                   second=power != 3, differences=False)
    # By both operands, where the base is 0; the exponent is positive or 0.
    yield Case("pow_zero_base", "pow", "%a ** %b", (4,),
               {"a": np.zeros(4), "b": np.array([0.0, 1.0, 2.0, 0.5])[[0, 1, 2, 1]]},
               lambda t, a, b: a ** b, differences=False)
    yield Case("pow_negative_base", "pow", "%a ** %b", (6,),
               {"a": np.array([-2.0, -2, -0.5, -3, -1, -2]), "b": np.array([2.0, 3, -2, 0, 5, 0.5])},
               lambda t, a, b: a ** b, wrt=())
    for name, low, high, least, most in [("near_one", 1.0, 1.1, 100, 300), ("wide", 0.01, 100, -5, 5),
                                         ("roots", 1e-6, 1e6, 0.1, 0.5), ("tiny", 1e-3, 1e-2, 8, 12)]:
        r = draw(f"pow_{name}")
        n = r.extent(25)
        yield Case(f"pow_{name}", "pow", "%a ** %b", (n,), {"a": r.real((n,), low, high), "b": r.real((n,), least, most)},
                   lambda t, a, b: a ** b, differences=False)
    odd = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -2.0])
    left, right = (grid.ravel() for grid in np.meshgrid(odd, odd))
    for op, text, f in ARITHMETIC:
        yield Case(f"{op}_special", op, text, (49,), {"a": left, "b": right}, f, wrt=())


def integers(draw):
    for op, text, f in ARITHMETIC:
        if op in ("div", "pow"):
            continue
        for element, dtype in [("i64", np.int64), ("i32", np.int32), ("i8", np.int8)]:
            r = draw(f"{op}_{element}")
            n, m = r.extent(5), r.extent(7)
            # Large enough that products and sums of i8 wrap.
            yield Case(f"{op}_{element}", op, text, {"y": f"{element}[{n}, {m}]"},
                       {"a": r.integers((n, m), -128, 127, dtype), "b": r.integers((m,), -128, 127, dtype)}, f)
    for op, f in [("logical_and", lambda t, a, b: a & b), ("logical_or", lambda t, a, b: a | b)]:
        r = draw(op)
        n, m = r.extent(5), r.extent(7)
        yield Case(op, op, f"{op}(%a, %b)", {"y": f"i1[{n}, {m}]"}, {"a": r.bools((n, 1)), "b": r.bools((m,))}, f)


def comparisons(draw):
    odd = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0])
    left, right = (grid.ravel() for grid in np.meshgrid(odd, odd))
    for op, symbol in COMPARISONS:
        f = lambda t, a, b, op=op: getattr(t, op)(a, b)
        r = draw(op)
        n, m = r.extent(9), r.extent(4)
        text = f"%a {symbol} %b"
        yield Case(op, op, text, {"y": f"i1[{n}, {m}]"},
                   {"a": r.integers((n, 1), -2, 2).astype(float), "b": r.integers((m,), -2, 2).astype(float)}, f, wrt=())
        yield Case(f"{op}_special", op, text, {"y": "i1[36]"}, {"a": left, "b": right}, f, wrt=())
        yield Case(f"{op}_i32", op, text, {"y": f"i1[{n}, {m}]"},
                   {"a": r.integers((n, m), -2, 2, np.int32), "b": r.integers((), -2, 2, np.int32)}, f)
        yield Case(f"{op}_i1", op, text, {"y": f"i1[{n}]"}, {"a": r.bools((n,)), "b": r.bools((n,))}, f)


def selections(draw):
    f = lambda t, c, a, b: t.where(c, a, b)
    r = draw("where")
    n, m = r.extent(11), r.extent(5)
    for kind, c, a, b in [("same", (n, m), (n, m), (n, m)), ("mask", (n, 1), (n, m), (m,)),
                          ("scalar", (), (n, m), ()), ("stretched", (n, m), (), (1, m))]:
        yield Case(f"where_{kind}", "where", "where(%c, %a, %b)", broadcast(c, a, b),
                   {"c": r.bools(c), "a": r.real(a), "b": r.real(b)}, f)
    # What is not chosen leaves no trace, NaN included.
    yield Case("where_not_chosen", "where log", "where(%x > 0, log(%x), 0)", (4,),
               {"x": np.array([1.0, 2.0, 0.5, 3.0])}, lambda t, x: t.where(x > 0, t.log(x), 0.0 * x), second=True)
    yield Case("where_specials", "where", "where(%c, %a, %b)", (4,),
               {"c": np.array([True, False, True, False]), "a": np.array([1.0, np.nan, np.inf, -np.inf]),
                "b": np.array([np.nan, 2.0, -np.inf, np.inf])}, f, wrt=())
    yield Case("where_i32", "where", "where(%c, %a, %b)", {"y": f"i32[{n}, {m}]"},
               {"c": r.bools((n, m)), "a": r.integers((m,), -9, 9, np.int32), "b": r.integers((n, 1), -9, 9, np.int32)}, f)
