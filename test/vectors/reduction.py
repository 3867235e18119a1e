"""Cases of reductions and scans: axes, keepdims, extents of one, ties, zeros, specials."""
import numpy as np

from table import Case


def folded(name):
    """PyTorch's reduction over several axes."""
    def sum_(t, x, axis, keep):
        return t.sum(x, axis, keep)

    def mean(t, x, axis, keep):
        return t.mean(x, axis, keep)

    def prod(t, x, axis, keep):
        for a in sorted(axis, reverse=True):
            x = t.prod(x, a, keepdim=True)
        return x if keep else x.reshape([n for i, n in enumerate(x.shape) if i not in axis])

    def var(t, x, axis, keep):
        return t.var(x, axis, unbiased=False, keepdim=keep)

    def norm(p):
        return lambda t, x, axis, keep: t.linalg.vector_norm(x, p, axis, keep)

    return {"sum": sum_, "mean": mean, "prod": prod, "var": var,
            "std": lambda t, x, axis, keep: t.std(x, axis, unbiased=False, keepdim=keep),
            "vector_norm": norm(2), "vector_norm, p = 1": norm(1), "vector_norm, p = 3.5": norm(3.5),
            "vector_norm, p = inf": norm(np.inf),
            "max": lambda t, x, axis, keep: t.amax(x, axis, keep),
            "min": lambda t, x, axis, keep: t.amin(x, axis, keep),
            "logsumexp": lambda t, x, axis, keep: t.logsumexp(x, axis, keep)}[name]


OPS = ["sum", "mean", "prod", "var", "max", "min", "logsumexp", "std", "vector_norm", "vector_norm, p = 1",
       "vector_norm, p = 3.5", "vector_norm, p = inf"]
# name, shape, axes as written (None: all), keepdims
FORMS = [("all", (3, 7), None, False), ("all_kept", (2, 3, 4), None, True), ("first", (23, 5), [0], False),
         ("last", (5, 19), [-1], True), ("middle", (3, 9, 4), [1], False), ("outer", (3, 4, 5), [0, -1], False),
         ("many", (2, 3, 2, 3), [-1, 1, 0], True), ("ones", (1, 6, 1), [0, 2], False), ("single", (1,), [0], False),
         ("long", (67,), [0], False), ("none", (), None, False)]


def reduced(shape, axis, keep):
    return tuple(1 if i in axis else n for i, n in enumerate(shape) if keep or i not in axis)


def cases(draw):
    for kind in OPS:
        f = folded(kind)
        op, _, option = kind.partition(", ")
        label = op + option.replace("p = ", "_").replace(".", "_")
        for form, shape, axes, keep in FORMS:
            if op in ("var", "std") and form in ("none", "single"):
                continue
            r = draw(f"{label}_{form}")
            shape = tuple(n if n == 1 else r.extent(n) for n in shape)
            keep = r.choice(keep, not keep)
            where = tuple(range(len(shape))) if axes is None else tuple(a % len(shape) for a in axes)
            text = ", ".join([f"{op}(%x"] + ([option] if option else []) + ([f"axis = {axes if len(axes) > 1 else axes[0]}"] if axes else []) +
                             (["keepdims = true"] if keep else [])) + ")"
            x = (r.distinct(shape) if op in ("max", "min") else r.away(shape, 0.5, 1.5) if op == "prod" else
                 r.distinct(shape, 0.5, 2) if op == "vector_norm" else r.real(shape))
            yield Case(f"{label}_{form}", op, text, reduced(shape, where, keep), {"x": x},
                       lambda t, x, f=f, where=where, keep=keep: f(t, x, where, keep) if x.ndim else
                       f(t, x.reshape(1), (0,), False),
                       second=form in ("all", "middle") and op != "sum")
    yield from special_reductions(draw)
    yield from counts(draw)
    yield from argument_reductions(draw)
    yield from scans(draw)


def special_reductions(draw):
    r = draw("var_unbiased")
    n, m = r.extent(9, 2), r.extent(4)
    yield Case("var_unbiased", "var", "var(%x, axis = 0, unbiased = true)", (m,), {"x": r.real((n, m))},
               lambda t, x: t.var(x, 0, unbiased=True), second=True)
    # The mean is large beside the deviation; of f32, its last digit is worth 1e-5 of that.
    yield Case("var_offset", "var", "var(%x, axis = 0)", (m,), {"x": r.real((n, m), 99, 101)},
               lambda t, x: t.var(x, 0, unbiased=False), differences=False, f32_slope=5e-5)
    for op in ("max", "min"):
        tied = np.array([[1.0, 1, 1, 0], [2, 0, 2, 2], [-1, -1, -1, -1]]) * (1 if op == "max" else -1)
        yield Case(f"{op}_ties", op, f"{op}(%x, axis = 1)", (3,), {"x": tied},
                   lambda t, x, op=op: getattr(t, "a" + op)(x, 1), differences=False)
        odd = np.array([[1, np.nan, 2], [np.inf, 1, 0], [-np.inf, 1, 0], [-np.inf, -np.inf, -np.inf], [0, -0.0, 0]])
        yield Case(f"{op}_special", op, f"{op}(%x, axis = 1)", (5,), {"x": odd},
                   lambda t, x, op=op: getattr(t, "a" + op)(x, 1), wrt=())
    zeros = np.array([[1.0, 2, 3], [0, 2, 3], [0, 0, 3], [0, 0, 0]])
    yield Case("prod_zeros", "prod", "prod(%x, axis = 1)", (4,), {"x": zeros}, lambda t, x: t.prod(x, 1), second=True)
    yield Case("prod_zeros_all", "prod", "prod(%x)", (), {"x": zeros[:2]},
               lambda t, x: t.prod(x.reshape(-1), 0), second=True)
    wide = np.array([[700.0, 701, -800], [-750, -751, -760], [0, 0, 0]])
    yield Case("logsumexp_far", "logsumexp", "logsumexp(%x, axis = 1)", (3,), {"x": wide},
               lambda t, x: t.logsumexp(x, 1))
    r = draw("sum_cancels")
    n = r.extent(40)
    for op, dtype, element in [("sum", np.int64, "i64"), ("sum", np.int32, "i32"), ("sum", np.int8, "i8"),
                               ("prod", np.int32, "i32"), ("max", np.int64, "i64"), ("min", np.int8, "i8")]:
        x = r.integers((4, n), -9, 9, dtype)
        yield Case(f"{op}_{element}", op, f"{op}(%x, axis = 1)", {"y": f"{element}[4]"}, {"x": x},
                   lambda t, x, op=op: getattr(t, "a" + op)(x, 1) if op in ("max", "min")
                   else getattr(t, op)(x, 1, dtype=x.dtype))


def counts(draw):
    for op in ("any", "all"):
        for form, axes, keep in [("all", None, False), ("rows", [1], True), ("outer", [0, 2], False)]:
            r = draw(f"{op}_{form}")
            shape = (r.extent(3), r.extent(4), r.extent(2))
            x = r.bools(shape)
            x[0] = op == "all" # so that both answers occur
            where = tuple(axes or range(3))
            text = f"{op}(%x" + (f", axis = {axes}" if axes else "") + (", keepdims = true)" if keep else ")")
            size = reduced(shape, where, keep)
            yield Case(f"{op}_{form}", op, text, {"y": f"i1[{', '.join(map(str, size))}]" if size else "i1"}, {"x": x},
                       lambda t, x, op=op, where=where, keep=keep: getattr(t, op)(x, dim=where, keepdim=keep))
    r = draw("count_nonzero")
    n, m = r.extent(4), r.extent(7)
    yield Case("count_nonzero", "count_nonzero", "count_nonzero(%x, axis = 1)", {"y": f"i64[{n}]"},
               {"x": r.integers((n, m), -1, 1).astype(float)}, lambda t, x: t.count_nonzero(x, 1), wrt=())
    yield Case("count_nonzero_bools", "count_nonzero", "count_nonzero(%x, dtype = i32)", {"y": "i32"},
               {"x": r.bools((n, m))}, lambda t, x: t.count_nonzero(x).int())
    yield Case("count_nonzero_special", "count_nonzero", "count_nonzero(%x, axis = 0, keepdims = true)", {"y": "i64[1]"},
               {"x": np.array([np.nan, np.inf, 0.0, -0.0, 1e-300])}, lambda t, x: t.tensor([3]), wrt=())
    # The slope of a length is 0 where the length is 0.
    zero = np.array([[0.0, 0, 0], [3, 0, -4]])
    for op, text in [("vector_norm", "vector_norm(%x, axis = 1)"), ("vector_norm", "vector_norm(%x, axis = 1, p = 3)")]:
        yield Case(f"{op}_zero" + ("_3" if "p = 3" in text else ""), op, text, (2,), {"x": zero},
                   lambda t, x, p=3 if "p = 3" in text else 2: t.linalg.vector_norm(x, p, 1), differences=False)
    yield Case("std_zero", "std", "std(%x, axis = 1)", (2,), {"x": np.array([[2.0, 2, 2], [1, 2, 4]])},
               lambda t, x: t.std(x, 1, unbiased=False), differences=False)
    yield Case("std_unbiased", "std", "std(%x, axis = 0, unbiased = true)", (m,), {"x": r.real((n + 1, m))},
               lambda t, x: t.std(x, 0, unbiased=True), second=True)
    r = draw("cov")
    n, m = r.extent(3), r.extent(8, 2)
    yield Case("cov", "cov", "cov(%x)", (n, n), {"x": r.real((n, m))}, lambda t, x: t.cov(x).reshape(n, n), second=True)
    yield Case("cov_biased", "cov", "cov(%x, unbiased = false)", (n, n), {"x": r.real((n, m))},
               lambda t, x: t.cov(x, correction=0).reshape(n, n))


def argument_reductions(draw):
    for op, f in [("argmax", np.argmax), ("argmin", np.argmin)]:
        for form, shape, axis, keep, element in [("rows", (7, 10), 1, False, "i32"), ("first", (9, 4), 0, True, "i64"),
                                                 ("last", (2, 3, 17), -1, False, "i32"), ("one", (1, 5), 0, False, "i64")]:
            r = draw(f"{op}_{form}")
            shape = tuple(n if n == 1 else r.extent(n) for n in shape)
            # Few values, so that the first of equal ones must win.
            x = r.integers(shape, -3, 3).astype(float) if form != "last" else r.distinct(shape)
            text = (f"{op}(%x, axis = {axis}" + (", keepdims = true" if keep else "") +
                    (f", dtype = i64" if element == "i64" else "") + ")")
            result = reduced(shape, (axis % len(shape),), keep)
            yield Case(f"{op}_{form}", op, text, {"y": f"{element}[{', '.join(map(str, result))}]"}, {"x": x},
                       lambda t, x, f=f, axis=axis, keep=keep, element=element:
                       t.from_numpy(f(x.numpy(), axis, keepdims=keep).astype(np.int64 if element == "i64" else np.int32)),
                       wrt=())
        odd = np.array([[1, np.nan, 2, np.nan], [np.inf, 1, np.inf, 0], [-np.inf, 1, 0, 1], [0.0, -0.0, 0, 0]])
        yield Case(f"{op}_special", op, f"{op}(%x, axis = 1)", {"y": "i32[4]"}, {"x": odd},
                   lambda t, x, f=f: t.from_numpy(f(x.numpy(), 1).astype(np.int32)), wrt=())


def scans(draw):
    for op in ("cumsum", "cumprod", "cummax", "cummin", "logcumsumexp"):
        for form, shape, axis in [("vector", (21,), 0), ("rows", (3, 18), 1), ("columns", (13, 4), 0),
                                  ("middle", (2, 5, 3), -2), ("one", (1, 4), 0), ("two", (2, 2), -1)]:
            for reverse in (False, True):
                name = f"{op}_{form}" + ("_reverse" if reverse else "")
                r = draw(name)
                shape_now = tuple(n if n == 1 else r.extent(n) for n in shape)
                x = (r.away(shape_now, 0.6, 1.4) if op == "cumprod" else r.distinct(shape_now) if op in ("cummax", "cummin") else
                     r.real(shape_now))

                def f(t, x, op=op, axis=axis, reverse=reverse):
                    scan = getattr(t, op)
                    if op in ("cummax", "cummin"):
                        scan = lambda x, axis: getattr(t, op)(x, axis)[0]
                    return t.flip(scan(t.flip(x, [axis]), axis), [axis]) if reverse else scan(x, axis)

                text = f"{op}(%x, axis = {axis}" + (", reverse = true)" if reverse else ")")
                yield Case(name, op, text, shape_now, {"x": x}, f, second=op in ("cumprod", "logcumsumexp") and form == "rows")
    zeros = np.array([[1.0, 0, 3, 2, 0, 4], [0, 2, 3, 1, 1, 1], [1, 2, 3, 4, 5, 0], [0, 0, 0, 0, 0, 0]])
    yield Case("cumprod_zeros", "cumprod", "cumprod(%x, axis = 1)", (4, 6), {"x": zeros},
               lambda t, x: t.cumprod(x, 1))
    # The last of equal records has the derivative, as in PyTorch.
    tied = np.array([[1.0, 1, 0, 1, 2, 2], [2, 2, 1, 3, 3, 0]])
    for op, sign in [("cummax", 1), ("cummin", -1)]:
        yield Case(f"{op}_ties", op, f"{op}(%x, axis = 1)", (2, 6), {"x": sign * tied},
                   lambda t, x, op=op: getattr(t, op)(x, 1)[0], differences=False)
        odd = np.array([[1, np.nan, 2, 3], [-np.inf, 1, np.inf, 0], [np.inf, 1, -np.inf, 0]])
        yield Case(f"{op}_special", op, f"{op}(%x, axis = 1)", (3, 4), {"x": odd},
                   lambda t, x, op=op: getattr(t, op)(x, 1)[0], wrt=())
        r = draw(f"{op}_i8")
        n = r.extent(30)
        yield Case(f"{op}_i8", op, f"{op}(%x)", {"y": f"i8[{n}]"}, {"x": r.integers((n,), -128, 127, np.int8)},
                   lambda t, x, op=op: getattr(t, op)(x, 0)[0])
    far = np.array([[700.0, 701, -800, 702], [-750, -751, 0, -760], [-np.inf, -np.inf, 0, -np.inf]])
    # Of f32, the last digit of 700 is worth 6e-5, and slopes are powers of such differences.
    yield Case("logcumsumexp_far", "logcumsumexp", "logcumsumexp(%x, axis = 1)", (2, 4), {"x": far[:2]},
               lambda t, x: t.logcumsumexp(x, 1), f32_slope=1e-4)
    yield Case("logcumsumexp_special", "logcumsumexp", "logcumsumexp(%x, axis = 1)", (3, 4), {"x": far},
               lambda t, x: t.logcumsumexp(x, 1), wrt=())
    r = draw("cumsum_i32")
    n = r.extent(30)
    yield Case("cumsum_i32", "cumsum", "cumsum(%x)", {"y": f"i32[{n}]"}, {"x": r.integers((n,), -9, 9, np.int32)},
               lambda t, x: t.cumsum(x, 0, dtype=t.int32))
