"""Cases of sorting, searching and segments: ties, NaN, infinities, edges, empty segments."""
import numpy as np

from table import Case

ODD = np.array([[1, np.nan, 2, np.nan, -1], [np.inf, 1, -np.inf, 0, np.nan], [0.0, -0.0, 0, -0.0, 0],
                [3, 2, 1, 0, -1], [-1, 0, 1, 2, 3]])


def cases(draw):
    yield from taken(draw)
    yield from sorted_cases(draw)
    yield from searched(draw)
    yield from segments(draw)


def taken(draw):
    for name, shape, axis, count in [("rows", (4, 6), 1, 3), ("columns", (5, 3), 0, 7), ("middle", (2, 4, 3), -2, 2), ("vector", (6,), -1, 9)]:
        r = draw(f"take_{name}")
        shape = tuple(r.extent(n) for n in shape)
        at = axis % len(shape)
        size = (*shape[:at], r.extent(count), *shape[at + 1:])
        given = {"x": r.real(shape), "i": r.integers(size, 0, shape[at] - 1)}
        yield Case(f"take_along_axis_{name}", "take_along_axis", f"take_along_axis(%x, %i, axis = {axis})", size, given,
                   lambda t, x, i, axis=axis: t.take_along_dim(x, i, axis))
        given = {"u": r.real(size), "i": r.integers(size, 0, shape[at] - 1, np.int32)}

        def add(t, u, i, shape=shape, axis=axis):
            return t.zeros(shape, dtype=u.dtype).scatter_add(axis, i.long(), u)

        yield Case(f"add_along_axis_{name}", "add_along_axis", f"add_along_axis(%u, %i, size = {shape[at]}, axis = {axis})",
                   shape, given, add)
    r = draw("take_integers")
    n, m = r.extent(4), r.extent(5)
    at = r.integers((n, m), 0, m - 1)
    yield Case("take_along_axis_integers", "take_along_axis", "take_along_axis(%x, %i)", {"y": f"i32[{n}, {m}]"},
               {"x": r.integers((n, m), -9, 9, np.int32), "i": at}, lambda t, x, i: t.take_along_dim(x, i, 1))
    yield Case("add_along_axis_integers", "add_along_axis", f"add_along_axis(%x, %i, size = {m})", {"y": f"i32[{n}, {m}]"},
               {"x": r.integers((n, m), -9, 9, np.int32), "i": at},
               lambda t, x, i: t.zeros((n, m), dtype=t.int32).scatter_add(1, i, x))


def sorted_cases(draw):
    for name, shape, axis, down in [("rows", (4, 9), 1, False), ("columns", (13, 3), 0, True), ("middle", (2, 6, 3), -2, False),
                                    ("vector", (37,), -1, True), ("one", (3, 1), 1, False), ("two", (1, 2), -1, False)]:
        r = draw(f"sort_{name}")
        shape = tuple(n if n < 3 else r.extent(n) for n in shape)
        down = r.choice(down, not down)
        text = f"axis = {axis}" + (", descending = true" if down else "")
        size = f"{', '.join(map(str, shape))}"
        order = lambda t, x, axis=axis, down=down: t.sort(x, dim=axis, descending=down, stable=True)
        yield Case(f"sort_{name}", "sort", f"%v, %i = sort %x, {text}\n", {"v": shape, "i": f"i32[{size}]"},
                   {"x": r.distinct(shape)}, lambda t, x, order=order: (order(t, x)[0], order(t, x)[1].int()))
        # Few values: equal ones keep their order.
        yield Case(f"argsort_{name}", "argsort", f"argsort(%x, {text})", {"y": f"i32[{size}]"},
                   {"x": r.integers(shape, -2, 2).astype(float)}, lambda t, x, order=order: order(t, x)[1].int(), wrt=())
        yield Case(f"argsort_{name}_integers", "argsort", f"argsort(%x, {text}, dtype = i64)", {"y": f"i64[{size}]"},
                   {"x": r.integers(shape, -9, 9, np.int8)}, lambda t, x, order=order: order(t, x)[1])
        k = r.extent(2, 1, 2) if shape[axis] > 1 else 1
        part = [*shape]
        part[axis] = k
        some = f"i32[{', '.join(map(str, part))}]"
        # PyTorch's topk promises no order of equal elements; here the first ones come first.
        top = lambda t, x, axis=axis, down=down, k=k: [y.narrow(axis, 0, k) for y in t.sort(x, dim=axis, descending=down, stable=True)]
        kind = "" if down else ", largest = false"
        yield Case(f"top_k_{name}", "top_k", f"%v, %i = top_k %x, k = {k}, axis = {axis}{kind}\n", {"v": tuple(part), "i": some},
                   {"x": r.distinct(shape)}, lambda t, x, top=top: (top(t, x)[0], top(t, x)[1].int()))
    for name, down in [("up", False), ("down", True)]:
        text = "descending = true" if down else "descending = false"
        yield Case(f"argsort_special_{name}", "argsort", f"argsort(%x, {text})", {"y": "i32[5, 5]"}, {"x": ODD},
                   lambda t, x, down=down: t.sort(x, dim=1, descending=down, stable=True)[1].int(), wrt=())
    r = draw("sort_powers")
    n = r.extent(8)
    yield Case("sort_second", "sort", "%v, %i = sort %x\n    %y = let %v * %v * iota(shape = [" + str(n) + "], dtype = f64)", (n,),
               {"x": r.distinct((n,))}, lambda t, x: t.sort(x)[0]**2 * t.arange(len(x)), second=True)
    r = draw("argsort_lines")
    n = r.extent(200)
    yield Case("argsort_long", "argsort", "argsort(%x)", {"y": f"i32[{n}]"}, {"x": r.integers((n,), -20, 20)},
               lambda t, x: t.sort(x, stable=True)[1].int())


def searched(draw):
    for name, count, shape in [("vector", 9, (7,)), ("many", 16, (3, 5)), ("number", 5, ()), ("single", 1, (4,))]:
        for side in ("left", "right"):
            r = draw(f"searchsorted_{name}_{side}")
            n = r.extent(count)
            shape_now = tuple(r.extent(m) for m in shape)
            given = {"s": np.sort(r.integers((n,), -5, 5)).astype(float), "x": r.integers(shape_now, -6, 6).astype(float)}
            text = "searchsorted(%s, %x" + (", right = true)" if side == "right" else ")")
            # A table that is not sorted has no positions to compare.
            yield Case(f"searchsorted_{name}_{side}", "searchsorted", text,
                       {"y": f"i32[{', '.join(map(str, shape_now))}]" if shape_now else "i32"}, given,
                       lambda t, s, x, side=side: t.from_numpy(np.asarray(np.searchsorted(s.numpy(), x.numpy(), side).astype(np.int32))),
                       wrt=(), lanes=("x",))
    r = draw("searchsorted_rows")
    rows, n, m = r.extent(3), r.extent(8), r.extent(5)
    yield Case("searchsorted_rows", "searchsorted", "searchsorted(%s, %x, dtype = i64)", {"y": f"i64[{rows}, {m}]"},
               {"s": np.sort(r.integers((rows, n), -9, 9)), "x": r.integers((rows, m), -9, 9)},
               lambda t, s, x: t.searchsorted(s, x), lanes=("x",))
    yield Case("searchsorted_special", "searchsorted", "searchsorted(%s, %x)", {"y": "i32[5]"},
               {"s": np.array([-np.inf, 0, 1, np.inf, np.nan, np.nan]), "x": np.array([np.nan, np.inf, -np.inf, -0.0, 2])},
               lambda t, s, x: t.from_numpy(np.searchsorted(s.numpy(), x.numpy()).astype(np.int32)), wrt=(), lanes=("x",))
    # Each lane a table of its own, sorted there: cumsum of positive numbers.
    yield Case("searchsorted_lanes", "searchsorted", "searchsorted(cumsum(abs(%s)), %x)", {"y": f"i32[{m}]"},
               {"s": r.away((n,)), "x": r.real((m,), -1, n)},
               lambda t, s, x: t.searchsorted(t.cumsum(t.abs(s), 0), x).int(), wrt=())


def segments(draw):
    r = draw("segment_sum")
    n, m, k = r.extent(9), r.extent(4), r.extent(5)
    ids = r.integers((n,), 0, k - 1)
    add = lambda t, x, i: t.zeros((k, *x.shape[1:]), dtype=x.dtype).index_add(0, i.long(), x)
    yield Case("segment_sum", "segment_sum", f"segment_sum(%x, %i, segments = {k})", (k, m), {"x": r.real((n, m)), "i": ids}, add)
    yield Case("segment_sum_vector", "segment_sum", f"segment_sum(%x * %x, %i, segments = {k})", (k,),
               {"x": r.real((n,)), "i": ids.astype(np.int32)}, lambda t, x, i: add(t, x * x, i), second=True)
    count = lambda t, x: t.bincount(x.reshape(-1), minlength=k)
    yield Case("bincount", "bincount", f"bincount(%x, bins = {k})", {"y": f"i64[{k}]"},
               {"x": r.integers((n, m), 0, k - 1)}, count)
    yield Case("bincount_weights", "bincount", f"bincount(%x, %w, bins = {k})", (k,),
               {"x": r.integers((n,), 0, k - 1), "w": r.real((n,))}, lambda t, x, w: t.zeros(k, dtype=w.dtype).index_add(0, x, w))
    r = draw("histogram")
    bins, n, m = r.extent(4), r.extent(6), r.extent(5)
    edges = np.arange(bins + 1) - bins / 2
    histogram = lambda t, x, e: t.from_numpy(np.histogram(x.numpy(), e.numpy())[0].astype(np.int64))
    yield Case("histogram", "histogram", "histogram(%x, %e)", {"y": f"i64[{bins}]"}, {"x": r.real((n, m), -3, 3), "e": edges},
               histogram, wrt=(), lanes=("x",))
    # On the edges themselves, and what counts nowhere.
    odd = np.array([-2.0, -1, 0, 1, 2, 2, 3, -3, np.inf, -np.inf, np.nan])
    yield Case("histogram_edges", "histogram", "histogram(%x, %e)", {"y": "i64[4]"}, {"x": odd, "e": np.arange(5.0) - 2},
               lambda t, x, e: t.tensor([1, 1, 1, 3]), wrt=(), lanes=("x",))
    yield Case("histogram_integers", "histogram", "histogram(%x, %e)", {"y": "i64[2]"},
               {"x": r.integers((n,), -9, 9), "e": np.array([-5, 0, 5])}, histogram, lanes=("x",))
