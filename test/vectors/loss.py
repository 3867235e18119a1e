"""Cases of losses."""
import numpy as np

from table import Case

REDUCTIONS = ("mean", "sum", "none")


def reduce(terms, how):
    return terms if how == "none" else getattr(terms, how)()


def words(options):
    return "".join(f", {k} = {str(v).lower()}" for k, v in options.items())


def cases(draw):
    yield from labels(draw)
    yield from regression(draw)
    yield from classification(draw)
    yield from rows(draw)
    yield from cosines(draw)


def labels(draw):
    def loss(t, x, label, smoothing=0.0, how="mean"):
        return t.nn.functional.cross_entropy(x, label.long(), label_smoothing=smoothing, reduction=how)

    for name, n, c, dtype, smoothing, how in [
            ("plain", 9, 10, np.int64, None, None), ("narrow", 5, 2, np.int32, None, None),
            ("wide", 3, 37, np.int64, None, None), ("one", 1, 1, np.int64, None, None),
            ("sum", 5, 4, np.int64, None, "sum"), ("rows", 6, 5, np.int64, None, "none"),
            ("smooth", 5, 4, np.int64, 0.1, None), ("smooth_rows", 4, 6, np.int32, 0.3, "none")]:
        r = draw(f"cross_entropy_{name}")
        n, c = (k if k == 1 else r.extent(k) for k in (n, c))
        options = ({"label_smoothing": smoothing} if smoothing else {}) | ({"reduction": how} if how else {})
        yield Case(f"cross_entropy_{name}", "cross_entropy", f"cross_entropy(%x, %label{words(options)})",
                   (n,) if how == "none" else (),
                   {"x": r.real((n, c), -4, 4), "label": r.integers((n,), 0, c - 1, dtype)},
                   lambda t, x, label, s=smoothing or 0.0, how=how or "mean": loss(t, x, label, s, how),
                   second=name in ("plain", "smooth_rows"))
    far = np.array([[100.0, 0, -100], [-1000, 1000, 0]])
    yield Case("cross_entropy_far", "cross_entropy", "cross_entropy(%x, %label)", (),
               {"x": far, "label": np.array([0, 1])}, loss, differences=False)
    for how in REDUCTIONS:
        r = draw(f"nll_loss_{how}")
        n, c = r.extent(5), r.extent(4)
        yield Case(f"nll_loss_{how}", "nll_loss", f"nll_loss(%x, %label, reduction = {how})", (n,) if how == "none" else (),
                   {"x": r.real((n, c)), "label": r.integers((n,), 0, c - 1)},
                   lambda t, x, label, how=how: t.nn.functional.nll_loss(x, label, reduction=how))


def regression(draw):
    def kl(t, m, s, pm=None, ps=None):
        prior = t.distributions.Normal(0 * m if pm is None else pm, t.exp((0 * s if ps is None else ps) / 2))
        return t.distributions.kl_divergence(t.distributions.Normal(m, t.exp(s / 2)), prior)

    def nll(t, x, y, v, full=False, eps=1e-6):
        return t.nn.functional.gaussian_nll_loss(x, y, v, full=full, eps=eps, reduction="none")

    table = [
        ("mse_loss", {}, lambda t, x, y: (x - y) ** 2, "xz"),
        ("l1_loss", {}, lambda t, x, y: (x - y).abs(), "xz"),
        ("smooth_l1_loss", {"beta": 0.7}, lambda t, x, y, beta: t.nn.functional.smooth_l1_loss(
            x, y, beta=beta, reduction="none"), "xz"),
        ("huber_loss", {"delta": 1.3}, lambda t, x, y, delta: t.nn.functional.huber_loss(
            x, y, delta=delta, reduction="none"), "xz"),
        ("gaussian_nll_loss", {"full": True}, nll, "xzv"),
        ("gaussian_nll_loss", {"eps": 1e-3}, nll, "xzv"),
        ("kl_normal", {}, kl, "xq"),
        ("kl_normal", {}, kl, "xqmp"),
    ]
    for op, options, f, names in table:
        for how, shapes in [("mean", ((4, 5), (4, 5))), ("none", ((3, 4), (4,))), ("sum", ((7,), (7,)))]:
            name = f"{op}_{''.join(names)}_{'_'.join(options) or 'plain'}_{how}"
            r = draw(name)
            m, n = r.extent(shapes[0][0]), r.extent(shapes[0][-1])
            first = (n,) if len(shapes[0]) == 1 else (m, n)
            second = first if shapes[0] == shapes[1] else (n,)
            inputs = {k: r.real(first if i % 2 == 0 else second, *((0.3, 2) if k == "v" else ()))
                      for i, k in enumerate(names)}
            text = f"{op}({', '.join('%' + k for k in names)}{words(options | {'reduction': how})})"
            yield Case(name, op, text, first if how == "none" else (), inputs,
                       lambda t, f=f, options=options, how=how, **x: reduce(f(t, *x.values(), **options), how),
                       second=how == "none")
    # Close to the prior: the terms are tiny, without cancellation.
    r = draw("kl_normal_close")
    inputs = {"x": 1e-5 * r.real((6,)), "q": 1e-5 * r.real((6,))}
    yield Case("kl_normal_close", "kl_normal", "kl_normal(%x, %q, reduction = none)", (6,), inputs,
               lambda t, x, q: (t.expm1(q) - q + x * x) / 2, wrt=())


def classification(draw):
    # PyTorch's own is not differentiable by the weight.
    def bce(t, x, z, w=1):
        return -w * z * t.nn.functional.logsigmoid(x) - (1 - z) * t.nn.functional.logsigmoid(-x)

    for how in REDUCTIONS:
        for weighted in (False, True):
            name = f"bce_with_logits_{how}" + ("_weighted" if weighted else "")
            r = draw(name)
            shape = r.extent(5), r.extent(3)
            inputs = {"x": r.real(shape, -4, 4), "z": r.real(shape, 0, 1)}
            inputs |= {"w": r.real(shape[1:], 0.2, 3)} if weighted else {}
            text = f"bce_with_logits({', '.join('%' + k for k in inputs)}, reduction = {how})"
            yield Case(name, "bce_with_logits", text, shape if how == "none" else (), inputs,
                       lambda t, x, z, w=1, how=how: reduce(bce(t, x, z, w), how), second=how == "none")
        r = draw(f"hinge_loss_{how}")
        shape = r.extent(4), r.extent(5)
        yield Case(f"hinge_loss_{how}", "hinge_loss", f"hinge_loss(%x, %z, margin = 0.8, reduction = {how})",
                   shape if how == "none" else (), {"x": r.real(shape), "z": np.sign(r.away(shape))},
                   lambda t, x, z, how=how: reduce(t.relu(0.8 - x * z), how))
        r = draw(f"soft_cross_entropy_{how}")
        shape = r.extent(4), r.extent(5)
        yield Case(f"soft_cross_entropy_{how}", "soft_cross_entropy", f"soft_cross_entropy(%x, %z, reduction = {how})",
                   shape[:1] if how == "none" else (), {"x": r.real(shape, -4, 4), "z": r.real(shape, 0, 1)},
                   lambda t, x, z, how=how: reduce(-(z * t.log_softmax(x, 1)).sum(1), how), second=how == "mean")
    far = {"x": np.array([800.0, -800, 40, -40]), "z": np.array([1.0, 0, 1, 0])}
    yield Case("bce_with_logits_far", "bce_with_logits", "bce_with_logits(%x, %z, reduction = none)", (4,), far, bce,
               differences=False)


def rows(draw):
    for how in REDUCTIONS:
        r = draw(f"triplet_margin_loss_{how}")
        shape = r.extent(5), r.extent(4, 2)
        inputs = {k: r.real(shape) for k in "apn"}
        yield Case(f"triplet_margin_loss_{how}", "triplet_margin_loss",
                   f"triplet_margin_loss(%a, %p, %n, margin = 0.5, reduction = {how})", shape[:1] if how == "none" else (),
                   inputs, lambda t, a, p, n, how=how: t.nn.functional.triplet_margin_loss(
                       a, p, n, margin=0.5, reduction=how), second=how == "none")


def cosines(draw):
    def f(t, a, b, axis, eps=1e-8):
        return t.nn.functional.cosine_similarity(a, b, dim=axis, eps=eps)

    for name, left, right, axis in [("rows", (4, 5), (4, 5), None), ("columns", (3, 5), (3, 5), 0),
                                    ("shared", (4, 3), (3,), None), ("middle", (2, 4, 3), (2, 4, 3), 1)]:
        r = draw(f"cosine_similarity_{name}")
        shape = tuple(r.extent(n, 2) for n in left)
        shapes = shape, shape[len(left) - len(right):]
        result = tuple(n for i, n in enumerate(shape) if i != (len(shape) - 1 if axis is None else axis))
        text = "cosine_similarity(%a, %b" + ("" if axis is None else f", axis = {axis}") + ")"
        yield Case(f"cosine_similarity_{name}", "cosine_similarity", text, result,
                   {"a": r.real(shapes[0]), "b": r.real(shapes[1])},
                   lambda t, a, b, axis=-1 if axis is None else axis: f(t, a, b, axis), second=True)
    zero = {"a": np.array([[0.0, 0], [3, 4]]), "b": np.array([[1.0, 2], [4, 3]])}
    yield Case("cosine_similarity_zero", "cosine_similarity", "cosine_similarity(%a, %b)", (2,), zero,
               lambda t, a, b: f(t, a, b, 1), wrt=())
