"""Cases of matmul and linear."""
from table import Case, broadcast


def matmul(t, a, b, left, right):
    return (a.transpose(-1, -2) if left else a) @ (b.transpose(-1, -2) if right else b)


def cases(draw):
    for left in (False, True):
        for right in (False, True):
            name = "matmul_" + "nt"[left] + "nt"[right]
            text = (f"matmul(%a, %b, transpose_lhs = {str(left).lower()}, "
                    f"transpose_rhs = {str(right).lower()})")
            f = lambda t, a, b, left=left, right=right: matmul(t, a, b, left, right)
            for kind, front, back in batches(draw(name)):
                r = draw(f"{name}_{kind}")
                m, k, n = r.extent(7), r.extent(5), r.extent(6)
                a = front + ((k, m) if left else (m, k))
                b = back + ((n, k) if right else (k, n))
                yield Case(f"{name}_{kind}", "matmul", text, broadcast(front, back) + (m, n),
                           {"a": r.real(a), "b": r.real(b)}, f, second=kind == "plain")
    yield from sizes(draw)
    yield from linears(draw)


def batches(r):
    p, q = r.extent(2), r.extent(3)
    return [("plain", (), ()), ("shared", (p,), ()), ("other", (), (p,)), ("outer", (p, 1), (q,))]


def sizes(draw):
    """Beyond one register tile, with edges in every direction; and extents of one."""
    f = lambda t, a, b: a @ b
    for kind, m, k, n in [("large", 37, 41, 53), ("row", 1, 19, 33), ("column", 33, 19, 1), ("inner", 17, 1, 18),
                          ("dot", 1, 67, 1), ("one", 1, 1, 1), ("tall", 67, 3, 5), ("wide", 5, 3, 67)]:
        r = draw(f"matmul_{kind}")
        m, k, n = (size if size == 1 else r.extent(size) for size in (m, k, n))
        yield Case(f"matmul_{kind}", "matmul", "matmul(%a, %b)", (m, n), {"a": r.real((m, k)), "b": r.real((k, n))}, f)


def linears(draw):
    f = lambda t, x, w, b=None: t.nn.functional.linear(x, w, b)
    for kind, lead in [("vector", ()), ("matrix", (6,)), ("batched", (2, 3))]:
        for bias in (True, False):
            name = f"linear_{kind}" + ("" if bias else "_plain")
            r = draw(name)
            lead_now = tuple(r.extent(size) for size in lead)
            i, o = r.extent(9), r.extent(7)
            inputs = {"x": r.real(lead_now + (i,)), "w": r.real((o, i))}
            if bias:
                inputs["b"] = r.real((o,))
            yield Case(name, "linear", f"linear(%x, %w{', %b' if bias else ''})", lead_now + (o,), inputs, f,
                       second=kind == "matrix")
    r = draw("linear_large")
    n, i, o = r.extent(21), r.extent(50), r.extent(35)
    yield Case("linear_large", "linear", "linear(%x, %w, %b)", (n, o),
               {"x": r.real((n, i)), "w": r.real((o, i)), "b": r.real((o,))}, f)
