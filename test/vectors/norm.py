"""Cases of norms: over the last axes, over groups of channels, along an axis."""
import numpy as np

from table import Case


def cases(draw):
    yield from standardized(draw)
    yield from last_axes(draw)
    yield from channels(draw)
    yield from lengths(draw)


def spread(t, x, axes, eps, center=True):
    d = x - x.mean(axes, keepdim=True) if center else x
    return d / t.sqrt((d * d).mean(axes, keepdim=True) + eps)


def standardized(draw):
    for name, shape, axes, eps, center in [("rows", (5, 7), (1,), None, True), ("first", (6, 4), (0,), 1e-2, True),
                                           ("both", (3, 4), (0, 1), 0.1, True), ("middle", (3, 5, 4), (1,), None, False),
                                           ("ends", (3, 2, 4), (0, -1), 1e-3, True), ("root", (4, 9), (-1,), 0.5, False)]:
        r = draw(f"standardize_{name}")
        # Of two elements, standardised ones are -1 and 1, and all derivatives cancel.
        shape = tuple(r.extent(n, 3) for n in shape)
        words = f"axis = [{', '.join(map(str, axes))}]" + (f", eps = {eps}" if eps else "")
        words += "" if center else ", center = false"
        yield Case(f"standardize_{name}", "standardize", f"standardize(%x, {words})", shape, {"x": r.real(shape)},
                   lambda t, x, axes=axes, eps=eps or 1e-5, center=center: spread(t, x, axes, eps, center), second=True)


def affine(r, name, shape, count):
    return {k: r.real(shape) for k in ("g", "b")[:count]}


def last_axes(draw):
    for op, center in [("layer_norm", True), ("rms_norm", False)]:
        for name, shape, dims, eps, count in [("rows", (5, 8), 1, None, 2), ("tokens", (2, 3, 7), 1, 1e-3, 2),
                                              ("images", (3, 2, 4, 3), 3, None, 2), ("weighted", (4, 6), 1, 0.1, 1),
                                              ("plain", (2, 3, 5), 2, None, 0), ("vector", (11,), 1, None, 2),
                                              ("wide", (3, 67), 1, None, 2)]:
            r = draw(f"{op}_{name}")
            shape = tuple(r.extent(n, 3) for n in shape)
            inputs = {"x": r.real(shape)} | affine(r, name, shape[-dims:], count)

            def f(t, x, g=1, b=0, dims=dims, eps=eps or 1e-5, center=center):
                return spread(t, x, tuple(range(-dims, 0)), eps, center) * g + b

            words = "".join(f", %{k}" for k in inputs if k != "x")
            words += (f", dims = {dims}" if dims != 1 else "") + (f", eps = {eps}" if eps else "")
            yield Case(f"{op}_{name}", op, f"{op}(%x{words})", shape, inputs, f, second=name in ("rows", "images"))
    # Numbers far from zero: one pass would cancel.
    r = draw("layer_norm_far")
    yield Case("layer_norm_far", "layer_norm", "layer_norm(%x)", (3, 9), {"x": 100 + r.real((3, 9))},
               lambda t, x: t.nn.functional.layer_norm(x, x.shape[-1:]), wrt=())


def channels(draw):
    for name, shape, groups, eps, count in [("image", (2, 6, 4, 3), 3, None, 2), ("one", (3, 4, 5), 1, 1e-2, 2),
                                            ("each", (2, 3, 5), None, None, 1), ("matrix", (4, 8), 2, 0.1, 2),
                                            ("plain", (2, 4, 3, 3), 2, None, 0), ("volume", (1, 2, 3, 2, 3), 1, None, 2)]:
        r = draw(f"group_norm_{name}")
        per = shape[1] // (groups or shape[1])
        groups = r.extent(groups or shape[1], 1, 4)
        shape = (r.extent(shape[0]), groups * r.extent(per, 1, 4), *(r.extent(n, 3) for n in shape[2:]))
        inputs = {"x": r.real(shape)} | affine(r, name, (shape[1],), count)

        def f(t, x, g=None, b=None, groups=groups, eps=eps or 1e-5):
            return t.nn.functional.group_norm(x, groups, g, b, eps)

        words = "".join(f", %{k}" for k in inputs if k != "x") + (f", eps = {eps}" if eps else "")
        yield Case(f"group_norm_{name}", "group_norm", f"group_norm(%x{words}, groups = {groups})", shape, inputs, f,
                   second=name in ("image", "one"))
    for name, shape, eps, count in [("line", (2, 3, 7), None, 2), ("image", (2, 2, 4, 3), 1e-2, 2), ("plain", (1, 3, 5), None, 0)]:
        r = draw(f"instance_norm_{name}")
        shape = (*(r.extent(n) for n in shape[:2]), *(r.extent(n, 3) for n in shape[2:]))
        inputs = {"x": r.real(shape)} | affine(r, name, (shape[1],), count)

        def f(t, x, g=None, b=None, eps=eps or 1e-5):
            return t.nn.functional.instance_norm(x, weight=g, bias=b, eps=eps)

        words = "".join(f", %{k}" for k in inputs if k != "x") + (f", eps = {eps}" if eps else "")
        yield Case(f"instance_norm_{name}", "instance_norm", f"instance_norm(%x{words})", shape, inputs, f,
                   second=name == "image")


def lengths(draw):
    def f(t, x, axis, eps):
        return t.nn.functional.normalize(x, dim=axis, eps=eps)

    for name, shape, axis, eps in [("rows", (5, 4), None, None), ("columns", (3, 5), 0, None), ("middle", (2, 4, 3), 1, None),
                                   ("short", (3, 4), None, 10.0)]:
        r = draw(f"l2_normalize_{name}")
        shape = tuple(r.extent(n, 2) for n in shape)
        words = (f", axis = {axis}" if axis is not None else "") + (f", eps = {eps}" if eps else "")
        yield Case(f"l2_normalize_{name}", "l2_normalize", f"l2_normalize(%x{words})", shape, {"x": r.real(shape)},
                   lambda t, x, axis=-1 if axis is None else axis, eps=eps or 1e-12: f(t, x, axis, eps), second=True)
    zero = np.array([[0.0, 0, 0], [3, 0, 4]])
    yield Case("l2_normalize_zero", "l2_normalize", "l2_normalize(%x)", (2, 3), {"x": zero},
               lambda t, x: f(t, x, 1, 1e-12), wrt=())
