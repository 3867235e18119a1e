"""Cases of ops that move or make elements."""
import numpy as np

from table import Case


def cases(draw):
    yield from reshapes(draw)
    yield from pieces(draw)
    yield from tables(draw)
    yield from creations(draw)


def listed(values):
    return f"[{', '.join(map(str, values))}]"


def reshapes(draw):
    r = draw("reshape")
    a, b, c = r.extent(4), r.extent(3), r.extent(5)
    x = r.real((a, b, c))
    yield Case("reshape", "reshape", f"reshape(%x, shape = [{a * b}, {c}])", (a * b, c), {"x": x},
               lambda t, x: x.reshape(a * b, c))
    yield Case("reshape_rest", "reshape", f"reshape(%x, shape = [{c}, -1])", (c, a * b), {"x": x},
               lambda t, x: x.reshape(c, -1))
    yield Case("reshape_flat", "reshape", "reshape(%x, shape = [-1])", (a * b * c,), {"x": x}, lambda t, x: x.reshape(-1))
    yield Case("reshape_number", "reshape", "reshape(%x, shape = [1, 1])", (1, 1), {"x": r.real(())},
               lambda t, x: x.reshape(1, 1))
    yield Case("reshape_to_number", "reshape", "reshape(%x, shape = [])", (), {"x": r.real((1, 1))},
               lambda t, x: x.reshape(()))
    for name, axes in [("reversed", None), ("swapped", (0, 2, 1)), ("rotated", (2, 0, 1)), ("kept", (0, 1, 2))]:
        order = axes or (2, 1, 0)
        text = "transpose(%x" + (f", axes = {listed(axes)})" if axes else ")")
        yield Case(f"transpose_{name}", "transpose", text, tuple((a, b, c)[i] for i in order), {"x": x},
                   lambda t, x, order=order: x.permute(order))
    r = draw("transpose_large")
    n, m = r.extent(21), r.extent(35)
    yield Case("transpose_large", "transpose", "transpose(%x)", (m, n), {"x": r.real((n, m))}, lambda t, x: x.T)
    yield Case("broadcast_to", "broadcast_to", f"broadcast_to(%x, shape = [{a}, {b}, {c}])", (a, b, c),
               {"x": r.real((b, 1))}, lambda t, x: x.broadcast_to(a, b, c))
    yield Case("broadcast_number", "broadcast_to", f"broadcast_to(%x, shape = [{a}, {c}])", (a, c), {"x": r.real(())},
               lambda t, x: x.broadcast_to(a, c))
    yield Case("broadcast_same", "broadcast_to", f"broadcast_to(%x, shape = [1, {c}])", (1, c), {"x": r.real((1, c))},
               lambda t, x: x.broadcast_to(1, c))
    yield Case("squeeze", "squeeze", "squeeze(%x, axis = [0, -1])", (b,), {"x": r.real((1, b, 1))},
               lambda t, x: x.reshape(b))
    yield Case("unsqueeze", "unsqueeze", "unsqueeze(%x, axis = [0, -1])", (1, b, c, 1), {"x": r.real((b, c))},
               lambda t, x: x.reshape(1, b, c, 1))
    for name, axes in [("one", (1,)), ("both", (0, -1)), ("all", (0, 1, 2))]:
        yield Case(f"flip_{name}", "flip", f"flip(%x, axis = {listed(axes)})", (a, b, c), {"x": x},
                   lambda t, x, axes=axes: t.flip(x, axes))
    yield Case("moved_integers", "transpose flip", "flip(transpose(%x), axis = 0)", {"y": f"i32[{c}, {a}]"},
               {"x": r.integers((a, c), -9, 9, np.int32)}, lambda t, x: t.flip(x.T, [0]))


def pieces(draw):
    r = draw("slice")
    n, m = r.extent(5), r.extent(23, 7)
    x = r.real((n, m))
    first, step = r.extent(2, 0, 3), r.extent(3, 1, 4)
    end = m - r.extent(1, 0, 3)
    yield Case("slice", "slice", f"slice(%x, axis = 1, start = {first}, stop = {end}, step = {step})",
               (n, len(range(first, end, step))), {"x": x}, lambda t, x: x[:, first:end:step])
    yield Case("slice_negative", "slice", "slice(%x, axis = -1, start = -6, stop = -1, step = 2)", (n, 3), {"x": x},
               lambda t, x: x[:, -6:-1:2])
    yield Case("slice_open", "slice", "slice(%x, axis = 1, start = 3)", (n, m - 3), {"x": x}, lambda t, x: x[:, 3:])
    yield Case("slice_rows", "slice", "slice(%x, axis = 0, start = 0, stop = 1)", (1, m), {"x": x},
               lambda t, x: x[:1])
    yield Case("slice_overlapping", "slice", "slice(%x, axis = 1, start = 1) * slice(%x, axis = 1, stop = -1)", (n, m - 1),
               {"x": x}, lambda t, x: x[:, 1:] * x[:, :-1], second=True)
    for name, low, high, interior, value in [("plain", (1, 2), (0, 3), None, 0.0), ("value", (0, 1), (2, 0), None, -1.5),
                                             ("interior", (1, 0), (0, 2), (1, 2), 0.5), ("nothing", (0, 0), (0, 0), None, 2.0)]:
        yield pad_case(draw(f"pad_{name}"), name, low, high, interior, value)
    r = draw("concat")
    n, a, b, c = r.extent(4), r.extent(3), r.extent(1), r.extent(9)
    parts = {"a": r.real((n, a)), "b": r.real((n, b)), "c": r.real((n, c))}
    yield Case("concat", "concat", "concat(%a, %b, %c, axis = 1)", (n, a + b + c), parts,
               lambda t, a, b, c: t.cat([a, b, c], 1))
    yield Case("concat_rows", "concat", "concat(%a, %b)", (n + a, b), {"a": r.real((n, b)), "b": r.real((a, b))},
               lambda t, a, b: t.cat([a, b], 0))
    yield Case("concat_last", "concat", "concat(%x, %x, axis = -1)", (n, 2 * a), {"x": r.real((n, a))},
               lambda t, x: t.cat([x, x], -1))
    yield Case("concat_single", "concat", "concat(%x)", (n, a), {"x": r.real((n, a))}, lambda t, x: x)


def pad_case(r, name, low, high, interior, value):
    shape = (r.extent(4), r.extent(5))
    low, high = (tuple(r.extent(p, 0, p + 2) for p in side) for side in (low, high))
    steps = tuple(i + 1 for i in interior or (0, 0))
    size = tuple(l + (n - 1) * s + 1 + h for l, n, s, h in zip(low, shape, steps, high))

    def pad(t, x):
        y = t.full(size, value, dtype=t.float64)
        i, j = (t.arange(n) * s + l for n, s, l in zip(shape, steps, low))
        return y.index_put((i[:, None], j[None, :]), x)

    text = (f"pad(%x, low = {listed(low)}, high = {listed(high)}" +
            (f", interior = {listed(interior)}" if interior else "") + (f", value = {value})" if value else ")"))
    return Case(f"pad_{name}", "pad", text, size, {"x": r.real(shape)}, pad)


def tables(draw):
    r = draw("index")
    rows, width, n, m = r.extent(7), r.extent(5), r.extent(6), r.extent(3)
    table = r.real((rows, width))
    lookup = lambda t, x, i: x[i.long()]
    yield Case("index", "index", "%x[%i]", (n, m, width), {"x": table, "i": r.integers((n, m), 0, rows - 1)}, lookup)
    # The first and the last row, and some of them often.
    edges = lambda dtype: np.clip(r.integers((n,), -3, rows + 3, dtype), 0, rows - 1)
    yield Case("index_edges", "index", "%x[%i]", (n, width), {"x": table, "i": edges(np.int32)}, lookup)
    yield Case("index_row", "index", "%x[%i]", (width,), {"x": table, "i": r.integers((), 0, rows - 1)}, lookup)
    yield Case("index_vector", "index", "%x[%i]", (n,), {"x": r.real((rows,)), "i": r.integers((n,), 0, rows - 1)}, lookup)

    def add(t, u, i):
        flat = u.reshape(i.numel(), -1)
        y = t.zeros(rows, flat.shape[1], dtype=u.dtype).index_add(0, i.reshape(-1).long(), flat)
        return y.reshape((rows,) + tuple(u.shape[i.ndim:]))

    yield Case("scatter_add", "scatter_add", f"scatter_add(%u, %i, rows = {rows})", (rows, width),
               {"u": r.real((n, m, width)), "i": r.integers((n, m), 0, rows - 1)}, add)
    yield Case("scatter_add_edges", "scatter_add", f"scatter_add(%u, %i, rows = {rows})", (rows,),
               {"u": r.real((n,)), "i": edges(np.int64)}, add)
    yield Case("scatter_add_integers", "scatter_add", f"scatter_add(%u, %i, rows = {rows})", {"y": f"i32[{rows}, {width}]"},
               {"u": r.integers((n, width), -9, 9, np.int32), "i": r.integers((n,), 0, rows - 1, np.int32)}, add)
    one_hot = lambda t, i: (i[..., None] == t.arange(rows)).double()
    yield Case("one_hot", "one_hot", f"one_hot(%i, depth = {rows}, dtype = f64)", (n, m, rows),
               {"i": r.integers((n, m), 0, rows - 1)}, one_hot)
    yield Case("one_hot_edges", "one_hot", f"one_hot(%i, depth = {rows}, dtype = f64)", (n, rows),
               {"i": edges(np.int32)}, one_hot)
    yield Case("one_hot_bools", "one_hot", f"one_hot(%i, depth = {rows}, dtype = i1)", {"y": f"i1[{n}, {rows}]"},
               {"i": edges(np.int64)}, lambda t, i: i[:, None] == t.arange(rows))


def creations(draw):
    r = draw("creation")
    n, m = r.extent(6), r.extent(19)
    at = {"x": r.real(())}
    yield Case("full", "full", f"%y = full %x : f64[{n}, {m}]", (n, m), at, lambda t, x: x.broadcast_to(n, m))
    # Ops without operands are added to an argument, so that there is something to run.
    yield Case("full_number", "full", f"%z = full 0.1 : f64[{m}]  %y = let %z * %x", (m,), at,
               lambda t, x: 0.1 * x.broadcast_to(m))
    yield Case("full_integer", "full", f"%y = full %i : i64[{m}]", {"y": f"i64[{m}]"}, {"i": r.integers((), -9, 9)},
               lambda t, i: i.broadcast_to(m))
    yield Case("number", "number", "%x * 0.1 + 2", (n,), {"x": r.real((n,))}, lambda t, x: x * 0.1 + 2)
    for axis in (0, 1, -1):
        yield Case(f"iota_{axis % 5}", "iota", f"%x * iota(shape = [{n}, {m}], dtype = f64, axis = {axis})", (n, m), at,
                   lambda t, x, axis=axis: x * t.arange((n, m)[axis]).double().reshape([(-1, 1), (1, -1)][axis % 2]
                                                                                      ).broadcast_to(n, m))
    yield Case("iota_integers", "iota", f"%i + iota(shape = [{m}], dtype = i32)", {"y": f"i32[{m}]"},
               {"i": r.integers((), -9, 9, np.int32)}, lambda t, i: i + t.arange(m, dtype=t.int32))
    yield Case("eye", "eye", f"%x * eye({m}, dtype = f64)", (m, m), at, lambda t, x: x * t.eye(m, dtype=t.float64))
    for name, count in [("linspace", m), ("linspace_one", 1)]:
        yield Case(name, "linspace", f"%s = let linspace(-0.75, 2.5, {count}, dtype = f64)  %y = let %x * %s", (count,), at,
                   lambda t, x, count=count: x * t.linspace(-0.75, 2.5, count, dtype=t.float64))
