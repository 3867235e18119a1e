"""Cases of attention: heads, masks by i1 and by floats, causal, windows, broadcasting."""
import math

import numpy as np

from table import Case

# name, axes before, queries, keys, features, outputs, heads, options
SHAPES = [
    ("plain", (), 4, 5, 3, 2, 1, {}),
    ("batch", (2,), 3, 4, 4, 3, 1, {}),
    ("scaled", (), 3, 3, 2, 2, 1, {"scale": 0.3}),
    ("causal", (2,), 5, 5, 3, 4, 1, {"causal": True}),
    ("window", (), 6, 6, 3, 3, 1, {"window": 2}),
    ("local", (), 6, 6, 2, 3, 1, {"causal": True, "window": 3}),
    ("heads", (2,), 4, 5, 6, 4, 2, {}),
    ("heads_causal", (2,), 5, 5, 6, 9, 3, {"causal": True}),
    ("two_axes", (2, 3), 3, 4, 2, 3, 1, {}),
    ("masked", (2,), 3, 4, 3, 2, 1, {"mask": (3, 4)}),
    ("masked_heads", (2,), 3, 4, 4, 2, 2, {"mask": (2, 1, 1, 4)}),
    ("added", (2,), 3, 4, 3, 2, 1, {"added": (2, 3, 4)}),
    ("added_heads", (), 3, 4, 4, 2, 2, {"added": (2, 3, 4)}),
    ("late", (), 6, 3, 2, 2, 1, {"window": 2}),
    ("wide", (1,), 17, 19, 8, 16, 1, {}),
]


def split(x, heads):
    return x.reshape(*x.shape[:-1], heads, -1).transpose(-2, -3)


def function(t, q, k, v, mask=None, heads=1, scale=None, causal=False, window=0):
    if heads > 1:
        q, k, v = split(q, heads), split(k, heads), split(v, heads)
    scores = q @ k.transpose(-1, -2) * (scale or 1 / math.sqrt(q.shape[-1]))
    far = t.arange(scores.shape[-2])[:, None] - t.arange(scores.shape[-1])
    seen = t.ones_like(scores, dtype=t.bool)
    if causal:
        seen = seen & (far >= 0)
    if window:
        seen = seen & (far.abs() < window)
    if mask is not None and mask.dtype == t.bool:
        seen = seen & mask
    elif mask is not None:
        scores = scores + mask
    # A query that sees nothing gives 0.
    p = t.softmax(scores.masked_fill(~seen, -1e30), -1) * seen
    y = p @ v
    return y.transpose(-2, -3).reshape(*y.shape[:-3], y.shape[-2], -1) if heads > 1 else y


def cases(draw):
    for name, lead, queries, keys, features, outputs, heads, options in SHAPES:
        r = draw(f"attention_{name}")
        mask = options.get("mask", options.get("added"))
        if mask is None:  # a mask has a shape of its own
            square = queries == keys
            queries = r.extent(queries, 2)
            keys = queries if square else r.extent(keys, 2)
        features, outputs = (heads * r.extent(n // heads) for n in (features, outputs))
        inputs = {"q": r.real((*lead, queries, features)), "k": r.real((*lead, keys, features)),
                  "v": r.real((*lead, keys, outputs))}
        if "mask" in options:
            inputs["m"] = r.bools(mask)
            inputs["m"][..., 0] = True
        elif mask:
            inputs["m"] = r.real(mask)
        rest = {k: v for k, v in options.items() if k in ("scale", "causal", "window")}
        words = "".join(f", {k} = {str(v).lower()}" for k, v in rest.items()) + (f", heads = {heads}" if heads > 1 else "")
        text = f"attention(%q, %k, %v{', %m' if mask else ''}{words})"

        def f(t, q, k, v, m=None, heads=heads, rest=rest):
            return function(t, q, k, v, m, heads, **rest)

        yield Case(f"attention_{name}", "attention", text, (*lead, queries, outputs), inputs, f,
                   second=name in ("plain", "causal", "heads", "masked"))
    # Leading axes broadcast; a query may see nothing.
    r = draw("attention_shared")
    inputs = {"q": r.real((2, 3, 4)), "k": r.real((5, 4)), "v": r.real((5, 2))}
    yield Case("attention_shared", "attention", "attention(%q, %k, %v)", (2, 3, 2), inputs, function)
    r = draw("attention_blind")
    inputs = {"q": r.real((3, 2)), "k": r.real((4, 2)), "v": r.real((4, 2)),
              "m": np.array([[True, False, True, False], [False] * 4, [True] * 4])}
    yield Case("attention_blind", "attention", "attention(%q, %k, %v, %m)", (3, 2), inputs,
               lambda t, q, k, v, m: function(t, q, k, v, m))
