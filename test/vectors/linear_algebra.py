"""Cases of factors, solutions and determinants."""
import numpy as np

from table import Case


def cases(draw):
    yield from choleskys(draw)
    yield from triangles(draw)
    yield from solutions(draw)
    yield from determinants(draw)
    yield from powers(draw)
    yield from least_squares(draw)
    yield from eigenvalues(draw)


def regular(r, lead, n):
    """Matrices with a large diagonal in a place of its own in each row: well conditioned, pivoted."""
    shift = np.roll(np.eye(n), r.choice(1, 0, 2), axis=1)
    return r.real((*lead, n, n), -1, 1) + np.float32(n + 1) * shift


def choleskys(draw):
    for name, lead, n in [("plain", (), 4), ("batch", (2,), 3), ("axes", (2, 2), 2), ("one", (), 1), ("large", (), 19)]:
        r = draw(f"cholesky_{name}")
        n = n if n == 1 else r.extent(n)
        # The input as it is read is symmetric: differences of one element would not be.
        text = f"""%s = let matmul(%x, %x, transpose_rhs = true) + %d
    %y = cholesky %s"""
        yield Case(f"cholesky_{name}", "cholesky", text, (*lead, n, n),
                   {"x": r.real((*lead, n, n), -1, 1), "d": np.eye(n)},
                   lambda t, x, d: t.linalg.cholesky(x @ x.transpose(-1, -2) + d), wrt=("x",),
                   second=name in ("plain", "batch"), lanes=("x",))


def triangles(draw):
    for upper in (False, True):
        for transpose in (False, True):
            for unit in (False, True):
                name = "triangular_solve" + "_upper" * upper + "_transpose" * transpose + "_unit" * unit
                r = draw(name)
                lead, n, m = ((2,), 3, 2) if unit else ((), 4, 3)
                n, m = r.extent(n), r.extent(m)
                a = regular(r, lead, n) * 0.3 + np.float32(2) * np.eye(n)
                words = "".join(f", {w} = true" for w, on in [("upper", upper), ("transpose", transpose), ("unit", unit)] if on)

                def f(t, a, b, upper=upper, transpose=transpose, unit=unit):
                    a = t.triu(a) if upper else t.tril(a)
                    side = a.transpose(-1, -2) if transpose else a
                    return t.linalg.solve_triangular(side, b, upper=upper != transpose, unitriangular=unit)

                yield Case(name, "triangular_solve", f"triangular_solve(%a, %b{words})", (*lead, n, m),
                           {"a": a, "b": r.real((*lead, n, m))}, f, second=upper == transpose)


def solutions(draw):
    for name, lead, n, m in [("plain", (), 4, 3), ("batch", (3,), 3, 1), ("one", (), 1, 2), ("large", (), 17, 5)]:
        r = draw(f"solve_{name}")
        n, m = (k if k == 1 else r.extent(k, 3) for k in (n, m))
        a = regular(r, lead, n)
        yield Case(f"solve_{name}", "solve", "solve(%a, %b)", (*lead, n, m), {"a": a, "b": r.real((*lead, n, m))},
                   lambda t, a, b: t.linalg.solve(a, b), second=name in ("plain", "batch"))
        yield Case(f"inverse_{name}", "inverse", "inverse(%a)", (*lead, n, n), {"a": a},
                   lambda t, a: t.linalg.inv(a), second=name == "plain")


def determinants(draw):
    for name, lead, n in [("plain", (), 4), ("batch", (3,), 3), ("one", (), 1), ("large", (2,), 11)]:
        r = draw(f"log_abs_det_{name}")
        n = n if n == 1 else r.extent(n, 3)
        a = regular(r, lead, n)
        yield Case(f"log_abs_det_{name}", "log_abs_det", "log_abs_det(%a)", lead, {"a": a},
                   lambda t, a: t.linalg.slogdet(a)[1], second=name in ("plain", "batch"))
        yield Case(f"det_sign_{name}", "det_sign", "det_sign(%a)", lead, {"a": a},
                   lambda t, a: t.linalg.slogdet(a)[0], wrt=())


def powers(draw):
    for name, lead, n, power in [("none", (), 3, 0), ("one", (2,), 3, 1), ("five", (), 3, 5), ("inverse", (), 3, -2)]:
        r = draw(f"matrix_power_{name}")
        n = r.extent(n, 3)
        a = regular(r, lead, n) * 0.5
        yield Case(f"matrix_power_{name}", "matrix_power", f"matrix_power(%a, power = {power})", (*lead, n, n), {"a": a},
                   lambda t, a, power=power: t.linalg.matrix_power(a, power), wrt=() if power == 0 else None,
                   second=power == 5)


def least_squares(draw):
    for name, lead, m, n, k in [("plain", (), 6, 3, 2), ("batch", (2,), 5, 2, 1), ("square", (), 3, 3, 2), ("one", (), 4, 1, 1)]:
        r = draw(f"lstsq_{name}")
        n = n if n == 1 else r.extent(n, 2)
        m, k = (n if name == "square" else n + r.extent(m - n)), r.extent(k)
        a = r.real((*lead, m, n), -1, 1) + 3 * np.eye(m, n)
        yield Case(f"lstsq_{name}", "lstsq", "lstsq(%a, %b)", (*lead, n, k), {"a": a, "b": r.real((*lead, m, k))},
                   lambda t, a, b: t.linalg.pinv(a) @ b, second=name in ("plain", "batch"))
        yield Case(f"pinv_{name}", "pinv", "pinv(%a)", (*lead, n, m), {"a": a}, lambda t, a: t.linalg.pinv(a),
                   second=name == "plain")


def eigenvalues(draw):
    def values(t, x):
        return t.linalg.eigvalsh(x + x.transpose(-1, -2))

    def vectors(t, x):
        v = t.linalg.eigh(x + x.transpose(-1, -2))[1]
        return v * t.sign(v.gather(-2, v.detach().abs().argmax(-2, keepdim=True)))

    for name, lead, n in [("plain", (), 4), ("batch", (2,), 3), ("one", (), 1), ("two", (), 2), ("large", (), 9)]:
        r = draw(f"eigh_{name}")
        n = n if n < 3 else r.extent(n, 3)
        axes = ", ".join(map(str, (*range(len(lead)), len(lead) + 1, len(lead))))
        # The input as it is read is symmetric: differences of one element would not be.
        text = f"""%s = let %x + transpose(%x, axes = [{axes}])
    %y = """
        x = r.real((*lead, n, n), -1, 1) + np.diag(np.arange(n))
        yield Case(f"eigh_values_{name}", "eigh_values", text + "eigh_values %s", (*lead, n), {"x": x}, values,
                   second=name in ("plain", "batch"))
        yield Case(f"eigh_vectors_{name}", "eigh_vectors", text + "eigh_vectors %s", (*lead, n, n), {"x": x}, vectors,
                   second=name == "plain")
