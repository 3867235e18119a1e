"""Cases of layers."""
import numpy as np

import philox
from table import Case


def cases(draw):
    yield from softmaxes(draw)
    yield from normalisations(draw)
    yield from dropouts(draw)
    yield from embeddings(draw)


def softmaxes(draw):
    for op, f in [("softmax", lambda t, x, axis: t.softmax(x, axis)),
                  ("log_softmax", lambda t, x, axis: t.log_softmax(x, axis))]:
        for name, shape, axis in [("rows", (7, 10), None), ("columns", (9, 5), 0), ("middle", (2, 6, 3), 1),
                                  ("last", (2, 3, 17), -1), ("vector", (37,), 0), ("one", (4, 1), 1)]:
            r = draw(f"{op}_{name}")
            shape = tuple(n if n == 1 else r.extent(n) for n in shape)
            text = f"{op}(%x" + ("" if axis is None else f", axis = {axis}") + ")"
            yield Case(f"{op}_{name}", op, text, shape, {"x": r.real(shape, -4, 4)},
                       lambda t, x, f=f, axis=axis: f(t, x, -1 if axis is None else axis),
                       second=name in ("rows", "middle"))
        far = np.array([[700.0, 0, -700], [-1000, -1001, -1002], [1e4, 1e4, 0], [-np.inf, 0, 1]])
        yield Case(f"{op}_far", op, f"{op}(%x)", (4, 3), {"x": far}, lambda t, x, f=f: f(t, x, 1), wrt=())


def along(x, vector):
    return vector.reshape((1, -1) + (1,) * (x.ndim - 2))


def normalisations(draw):
    for name, shape, eps in [("matrix", (6, 5), None), ("volume", (2, 3, 7), 0.1), ("image", (2, 4, 3, 5), 1e-3)]:
        r = draw(f"normalize_{name}")
        shape = tuple(r.extent(n) for n in shape)
        c = shape[1]
        inputs = {"x": r.real(shape), "m": r.real((c,)), "v": r.real((c,), 0.2, 2), "g": r.real((c,)), "b": r.real((c,))}

        def f(t, x, m, v, g, b, eps=eps or 1e-5):
            return (x - along(x, m)) / t.sqrt(along(x, v) + eps) * along(x, g) + along(x, b)

        yield Case(f"normalize_{name}", "normalize",
                   "normalize(%x, %m, %v, %g, %b" + (f", eps = {eps})" if eps else ")"), shape, inputs, f, second=True)
    for name, shape, options in [("matrix", (7, 4), {}), ("image", (3, 2, 4, 5), {"momentum": 0.3, "eps": 1e-2})]:
        for train in (True, False):
            yield batch_norm(draw, f"batch_norm_{name}_{'train' if train else 'infer'}", shape, options, train)


def batch_norm(draw, name, shape, options, train):
    r = draw(name)
    # Of two examples, normalised ones are -1 and 1, and all derivatives by x cancel.
    shape = tuple(r.extent(n, 3 if i != 1 else 1) for i, n in enumerate(shape))
    c = shape[1]
    momentum, eps = options.get("momentum", 0.1), options.get("eps", 1e-5)
    inputs = {"x": r.real(shape), "g": r.real((c,)), "b": r.real((c,)), "m": r.real((c,)), "v": r.real((c,), 0.2, 2)}

    def f(t, x, g, b, m, v):
        mean, variance = m.clone(), v.clone()
        y = t.nn.functional.batch_norm(x, mean, variance, g, b, train, momentum, eps)
        return y, mean, variance

    words = "".join(f", {k} = {v}" for k, v in options.items())
    text = f"""set @{name}.mean = %m  set @{name}.var = %v
    %y = batch_norm %x, %g, %b, mean = @{name}.mean, variance = @{name}.var{words}
    %mean = get @{name}.mean  %var = get @{name}.var"""
    states = tuple(f"state @{name}.{s} : f64[{c}] = zeros" for s in ("mean", "var"))
    # By x, weight and bias: the running statistics are no function of the parameters.
    return Case(name, "batch_norm", text, {"y": shape, "mean": (c,), "var": (c,)}, inputs, f, wrt=("x", "g", "b"),
                second=True, train=train, states=states, differences=not train)


def dropouts(draw):
    for name, shape, p in [("half", (9, 7), 0.5), ("little", (67,), 0.1), ("nothing", (3, 5), 0.0)]:
        for train in (True, False):
            full = f"dropout_{name}_{'train' if train else 'infer'}"
            r = draw(full)
            shape_now = tuple(r.extent(n) for n in shape)
            key = r.key()

            def f(t, x, k, p=p, train=train):
                if not train or p == 0:  # neither draws
                    return x, k
                keep = t.from_numpy(philox.bernoulli(k.numpy(), 1 - p, tuple(x.shape)))
                return x * keep / (1 - p), t.from_numpy(philox.advance(k.numpy()))

            text = f"""set @{full}.rng = %k
    %y = dropout %x, rng = @{full}.rng, p = {p}
    %next = get @{full}.rng"""
            yield Case(full, "dropout", text, {"y": shape_now, "next": "i64[2]"}, {"x": r.real(shape_now), "k": key}, f,
                       train=train, states=(f"state @{full}.rng = seed",))


def embeddings(draw):
    def f(t, time, dim, period):
        h = dim // 2
        rate = period ** (-t.arange(h, dtype=t.float64) / h)
        angle = time.double()[:, None] * rate
        return t.cat([t.cos(angle), t.sin(angle)], 1)

    for name, dim, period in [("usual", 16, 10000), ("short", 2, 100), ("odd", 6, 7.5)]:
        r = draw(f"embedding_{name}")
        n = r.extent(9)
        words = f"dim = {dim}, dtype = f64" + (f", period = {period}" if period != 10000 else "")
        g = lambda torch, t, dim=dim, period=period: f(torch, t, dim, period)
        yield Case(f"embedding_{name}", "timestep_embedding", f"timestep_embedding(%t, {words})", (n, dim),
                   {"t": r.real((n,), 0, 20)}, g, second=True)
        yield Case(f"embedding_{name}_steps", "timestep_embedding", f"timestep_embedding(%t, {words})", (n, dim),
                   {"t": r.integers((n,), 0, 100)}, g)
