"""Cases of pools and of their transposes, in 1 to 3 dimensions."""
import numpy as np

from table import Case

# name, batch and channels, space, kernel, stride (None: the kernel), padding
SHAPES = [
    ("d1", (2, 3), (11,), (2,), None, (0,)),
    ("d1_overlap", (1, 2), (12,), (3,), (2,), (1,)),
    ("d2", (2, 3), (6, 8), (2, 2), None, (0, 0)),
    ("d2_ragged", (2, 2), (7, 9), (2, 2), None, (0, 0)),
    ("d2_overlap", (1, 3), (7, 6), (3, 3), (2, 1), (1, 1)),
    ("d2_mixed", (2, 1), (8, 5), (3, 2), (1, 2), (1, 0)),
    ("d2_gaps", (1, 2), (8, 9), (2, 2), (3, 3), (0, 0)),
    ("d2_whole", (2, 3), (4, 5), (4, 5), None, (0, 0)),
    ("d2_one", (1, 2), (3, 4), (1, 1), None, (0, 0)),
    ("d2_lanes", (1, 2), (4, 38), (2, 2), None, (0, 0)),
    ("d3", (1, 2), (4, 5, 6), (2, 2, 2), None, (0, 0, 0)),
    ("d3_overlap", (1, 1), (4, 5, 4), (3, 2, 3), (1, 2, 2), (1, 0, 1)),
]


def geometry(r, row):
    _, front, space, kernel, stride, padding = row
    front = tuple(r.extent(n) for n in front)
    kernel = tuple(r.extent(k, 1, k + 1) for k in kernel)
    stride = stride and tuple(r.extent(s, 1, s + 1) for s in stride)
    padding = tuple(r.extent(p, 0, k // 2) if p or r.varies else p for p, k in zip(padding, kernel))
    space = tuple(max(r.extent(n, 1, n + 4), k - 2 * p) for n, k, p in zip(space, kernel, padding))
    result = tuple((n + 2 * p - k) // s + 1 for n, k, s, p in zip(space, kernel, stride or kernel, padding))
    return front, space, kernel, stride, padding, result


def listed(values):
    return f"[{', '.join(map(str, values))}]"


def cases(draw):
    for row in SHAPES:
        name = row[0]
        r = draw(name)
        front, space, kernel, stride, padding, result = geometry(r, row)
        window = (f"kernel = {listed(kernel)}" + (f", stride = {listed(stride)}" if stride else "") +
                  (f", padding = {listed(padding)}" if any(padding) else ""))
        yield from pools(r, name, front + space, front + result, window,
                         dict(kernel_size=kernel, stride=stride, padding=padding))
    # The first of equal elements wins, a NaN beats all, padding nothing.
    odd = np.array([[[1.0, 1, -np.inf, -np.inf, np.nan, 3, 2, 2, 2, 0]]])
    yield Case("ties", "max_pool", "max_pool(%x, kernel = 2)", (1, 1, 5), {"x": np.array([[[1.0, 1, 2, 2, 3, 1, 0, 0, -1, -1]]])},
               lambda t, x: t.nn.functional.max_pool1d(x, 2), differences=False)
    yield Case("special", "max_pool", "max_pool(%x, kernel = 3, stride = 2, padding = 1)", (1, 1, 5), {"x": odd},
               lambda t, x: t.nn.functional.max_pool1d(x, 3, 2, 1), wrt=())


def pools(r, name, x, y, window, options):
    dimensions = len(x) - 2
    size = f"input_size = {listed(x[2:])}, {window}"

    def maximum(t, x, indices=False):
        f = getattr(t.nn.functional, f"max_pool{dimensions}d")
        return f(x, return_indices=indices, **options)

    def mean(t, x):
        return getattr(t.nn.functional, f"avg_pool{dimensions}d")(x, **options)

    def spread(t, d):
        at = t.zeros(x, dtype=t.float64, requires_grad=True)
        return t.autograd.grad(mean(t, at), at, d, create_graph=True)[0]

    def unpool(t, d, i):
        flat = t.zeros(x[0], x[1], int(np.prod(x[2:])), dtype=t.float64)
        return flat.scatter_add(2, i.reshape(*i.shape[:2], -1).long(), d.reshape(*d.shape[:2], -1)).reshape(x)

    def read(t, x, i):
        return x.reshape(*x.shape[:2], -1).gather(2, i.reshape(*i.shape[:2], -1).long()).reshape(i.shape)

    values = r.distinct(x)
    index = positions(values, y, options)
    yield Case(f"max_pool_{name}", "max_pool", f"max_pool(%x, {window})", y, {"x": values}, maximum,
               second=name == "d2_overlap")
    yield Case(f"max_pool_index_{name}", "max_pool_index", f"max_pool_index(%x, {window})",
               {"y": f"i32[{', '.join(map(str, y))}]"}, {"x": values},
               lambda t, x: maximum(t, x, True)[1].to(t.int32), wrt=())
    yield Case(f"max_unpool_{name}", "max_unpool", f"max_unpool(%d, %i, {size})", x, {"d": r.real(y), "i": index}, unpool)
    yield Case(f"max_pool_read_{name}", "max_pool_read", f"max_pool_read(%x, %i, {window})", y,
               {"x": r.real(x), "i": index}, read)
    yield Case(f"avg_pool_{name}", "avg_pool", f"avg_pool(%x, {window})", y, {"x": r.real(x)}, mean,
               second=name == "d2_overlap")
    yield Case(f"avg_unpool_{name}", "avg_unpool", f"avg_unpool(%d, {size})", x, {"d": r.real(y)}, spread)


def positions(x, y, options):
    """Where each window's largest element is, by looking at every element of it."""
    kernel, padding = options["kernel_size"], options["padding"]
    stride = options["stride"] or kernel
    index = np.zeros(y, np.int32)
    for at in np.ndindex(y):
        best = None
        for step in np.ndindex(kernel):
            place = tuple(o * s + j - p for o, s, j, p in zip(at[2:], stride, step, padding))
            if all(0 <= i < n for i, n in zip(place, x.shape[2:])):
                if best is None or x[at[:2] + place] > x[at[:2] + best]:
                    best = place
        index[at] = np.ravel_multi_index(best, x.shape[2:])
    return index
