"""Cases of ops that cut, join, repeat and lay out tensors, of einsum and of upsampling."""
import numpy as np

from shape import listed
from table import Case


def cases(draw):
    yield from joined(draw)
    yield from padded(draw)
    yield from diagonals(draw)
    yield from products(draw)
    yield from enlarged(draw)


def joined(draw):
    r = draw("split")
    n, a, b, c = r.extent(4), r.extent(3), r.extent(1), r.extent(5)
    x = r.real((n, a + b + c))
    yield Case("split", "split", f"%a, %b, %c = split %x, sizes = [{a}, {b}, {c}], axis = 1\n",
               {"a": (n, a), "b": (n, b), "c": (n, c)}, {"x": x}, lambda t, x: t.split(x, [a, b, c], 1))
    yield Case("split_parts", "split", "%a, %b = split %x, parts = 2, axis = -1\n    %y = let %a * %b", (n, c),
               {"x": r.real((n, 2 * c))}, lambda t, x: x[:, :c] * x[:, c:], second=True)
    yield Case("split_rows", "split", "%a, %b = split %x, sizes = [1, 2]\n    %y = let sum(%b, axis = 0)", (c,),
               {"x": r.real((3, c))}, lambda t, x: x[1:].sum(0))
    yield Case("split_one", "split", f"%y = split %x, sizes = {n}", (n, c), {"x": r.real((n, c))}, lambda t, x: x)
    yield Case("split_integers", "split", "%a, %b = split %x, sizes = [2, 1]\n", {"a": "i64[2]", "b": "i64[1]"},
               {"x": r.integers((3,), -9, 9)}, lambda t, x: (x[:2], x[2:]))
    r = draw("stack")
    n, m = r.extent(4), r.extent(5)
    parts = {k: r.real((n, m)) for k in "abc"}
    for name, axis in [("first", 0), ("middle", 1), ("last", -1)]:
        shape = np.stack(list(parts.values()), axis).shape
        yield Case(f"stack_{name}", "stack", f"stack(%a, %b, %c, axis = {axis})", shape, parts,
                   lambda t, a, b, c, axis=axis: t.stack([a, b, c], axis))
    yield Case("stack_numbers", "stack", "stack(%a, %b)", (2,), {"a": r.real(()), "b": r.real(())},
               lambda t, a, b: t.stack([a, b]))
    r = draw("tile")
    n, m, k = r.extent(3), r.extent(4), r.extent(3)
    for name, repeats in [("rows", (k, 1)), ("both", (2, k)), ("added", (2, 1, k)), ("once", (1, 1))]:
        shape = np.tile(np.zeros((n, m)), repeats).shape
        yield Case(f"tile_{name}", "tile", f"tile(%x, repeats = {listed(repeats)})", shape, {"x": r.real((n, m))},
                   lambda t, x, repeats=repeats: t.tile(x, repeats))
    r = draw("roll")
    n, m = r.extent(5), r.extent(9)
    for name, shift, axes in [("one", (2,), (1,)), ("back", (-1,), (-2,)), ("both", (1, -4), (0, 1)), ("round", (n,), (0,)),
                              ("far", (3 * m + 2,), (1,))]:
        yield Case(f"roll_{name}", "roll", f"roll(%x, shift = {listed(shift)}, axis = {listed(axes)})", (n, m),
                   {"x": r.real((n, m))}, lambda t, x, shift=shift, axes=axes: t.roll(x, shift, axes))


def padded(draw):
    for mode, places in [("circular", "wrap"), ("reflect", "reflect"), ("replicate", "edge")]:
        for name, low, high in [("both", (0, 2), (1, 1)), ("low", (2, 0), (0, 0)), ("nothing", (0, 0), (0, 0))]:
            r = draw(f"pad_{mode}_{name}")
            shape = (r.extent(3, 3), r.extent(6, 3))
            # NumPy pads the places of the elements; PyTorch differentiates what is taken there.
            index = np.pad(np.arange(shape[0] * shape[1]).reshape(shape), list(zip(low, high)), places)
            yield Case(f"pad_{mode}_{name}", f"pad_{mode}", f"pad_{mode}(%x, low = {listed(low)}, high = {listed(high)})",
                       index.shape, {"x": r.real(shape)}, lambda t, x, index=index: x.reshape(-1)[t.tensor(index)])


def diagonals(draw):
    r = draw("diag")
    b, n, m = r.extent(2), r.extent(4, 2), r.extent(6, 2)
    for name, k in [("main", 0), ("above", 2), ("below", -1)]:
        size = n + abs(k)
        yield Case(f"diag_{name}", "diag", f"diag(%x, offset = {k})", (b, size, size), {"x": r.real((b, n))},
                   lambda t, x, k=k: t.diag_embed(x, k))
        part = np.diagonal(np.zeros((n, m)), k).shape
        yield Case(f"diag_part_{name}", "diag_part", f"diag_part(%x, offset = {min(k, m - 1)})",
                   (b, *np.diagonal(np.zeros((n, m)), min(k, m - 1)).shape), {"x": r.real((b, n, m))},
                   lambda t, x, k=min(k, m - 1): t.diagonal(x, k, -2, -1))
        for op in ("tril", "triu"):
            yield Case(f"{op}_{name}", op, f"{op}(%x, offset = {k})", (b, n, m), {"x": r.real((b, n, m))},
                       lambda t, x, op=op, k=k: getattr(t, op)(x, k))
    yield Case("tril_square", "tril", "tril(%x) * triu(%x)", (n, n), {"x": r.real((n, n))},
               lambda t, x: t.tril(x) * t.triu(x), second=True)
    yield Case("diag_one", "diag", "diag(%x)", (1, 1), {"x": r.real((1,))}, lambda t, x: t.diag(x))
    yield Case("trace", "trace", "trace(%x)", (b,), {"x": r.real((b, n, m))},
               lambda t, x: t.diagonal(x, 0, -2, -1).sum(-1))
    yield Case("trace_cube", "trace", "trace(matmul(%x, matmul(%x, %x)))", (), {"x": r.real((n, n))},
               lambda t, x: t.trace(x @ x @ x), second=True)
    yield Case("trace_integers", "trace diag", "trace(diag(%x))", {"y": "i64"}, {"x": r.integers((n,), -9, 9)},
               lambda t, x: x.sum())


# name, equation, whether second derivatives are compared
EINSUMS = [("matmul", "ij,jk->ik", True), ("batched", "bij,bjk->bik", False), ("scores", "bqd,bkd->bqk", False),
           ("heads", "bqhd,bkhd->bhqk", False), ("left", "ji,jk->ik", False), ("both", "ji,kj->ki", False),
           ("vector", "ij,j->i", True), ("dot", "i,i->", True), ("outer", "i,j->ij", False), ("elements", "ij,ij->ij", False),
           ("hidden", "ij,jk", False), ("hidden_sum", "ji", False), ("alone", "ij->j", False), ("whole", "ij->", False),
           ("turned", "ijk->kij", False), ("diagonal", "ii->i", False), ("trace", "ii", False), ("diagonals", "iji,i->j", True),
           ("three", "ij,jk,kl->il", True), ("bilinear", "bi,oij,bj->bo", True), ("summed_alone", "ijm,jk->ik", False),
           ("many", "abmk,bkan->bmna", False), ("contracted", "iab,jab->ij", False), ("swapped", "iab,jba->ij", False)]


def products(draw):
    r = draw("outer")
    n, m = r.extent(5), r.extent(7)
    yield Case("outer", "outer", "outer(%a, %b)", (n, m), {"a": r.real((n,)), "b": r.real((m,))},
               lambda t, a, b: t.outer(a, b), second=True)
    yield Case("outer_integers", "outer", "outer(%a, %b)", {"y": f"i32[{n}, {m}]"},
               {"a": r.integers((n,), -9, 9, np.int32), "b": r.integers((m,), -9, 9, np.int32)}, lambda t, a, b: t.outer(a, b))
    for name, equation, second in EINSUMS:
        r = draw(f"einsum_{name}")
        left = equation.split("->")[0]
        extents = {c: r.extent(n) for c, n in zip(sorted(set(left) - {","}), (3, 4, 2, 5, 3))}
        names = dict(zip("abc", left.split(",")))
        given = {k: r.real(tuple(extents[c] for c in letters)) for k, letters in names.items()}
        shape = np.einsum(equation, *given.values()).shape
        text = f"einsum({', '.join('%' + k for k in given)}, equation = \"{equation}\")"
        yield Case(f"einsum_{name}", "einsum", text, shape, given,
                   lambda t, equation=equation, **given: t.einsum(equation, *given.values()), second=second)


def enlarged(draw):
    for name, shape, scale, mode in [("line", (2, 3, 5), (3,), "linear"), ("plane", (2, 2, 4, 3), (2,), "bilinear"),
                                     ("uneven", (1, 2, 3, 4), (4, 1), "bilinear"), ("space", (1, 2, 2, 3, 2), (2, 3, 2), "trilinear"),
                                     ("single", (1, 1, 1, 1), (3,), "bilinear")]:
        r = draw(f"upsample_{name}")
        shape = (*shape[:2], *(n if n == 1 else r.extent(n) for n in shape[2:]))
        factors = scale * (len(shape) - 2) if len(scale) == 1 else scale
        size = (*shape[:2], *(n * s for n, s in zip(shape[2:], factors)))
        x = {"x": r.real(shape)}
        enlarge = lambda t, x, mode, size=size: t.nn.functional.interpolate(
            x, size[2:], mode=mode, **({} if mode == "nearest" else {"align_corners": False}))
        yield Case(f"upsample_nearest_{name}", "upsample_nearest", f"upsample_nearest(%x, scale = {listed(scale)})", size, x,
                   lambda t, x, enlarge=enlarge: enlarge(t, x, "nearest"))
        yield Case(f"upsample_linear_{name}", "upsample_linear", f"upsample_linear(%x, scale = {listed(scale)})", size, x,
                   lambda t, x, enlarge=enlarge, mode=mode: enlarge(t, x, mode))
