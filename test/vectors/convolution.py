"""Cases of conv, its two transposes and conv_transpose: strides, padding, dilation, groups, 1 to 3 dimensions."""
from table import Case

# name, batch, channels in and out, space, kernel, stride, padding, dilation, groups
SHAPES = [
    ("d1", 2, 3, 4, (11,), (3,), (1,), (0,), (1,), 1),
    ("d1_all", 2, 4, 6, (12,), (3,), (2,), (2,), (2,), 2),
    ("d2", 2, 3, 5, (7, 6), (3, 2), (1, 1), (0, 0), (1, 1), 1),
    ("d2_padded", 2, 2, 4, (6, 7), (5, 3), (1, 1), (2, 1), (1, 1), 1),
    ("d2_strided", 1, 2, 3, (9, 8), (3, 3), (2, 3), (1, 0), (1, 1), 1),
    ("d2_dilated", 1, 2, 3, (9, 8), (3, 2), (1, 1), (0, 1), (2, 3), 1),
    ("d2_grouped", 2, 6, 4, (5, 5), (3, 3), (1, 1), (1, 1), (1, 1), 2),
    ("d2_depthwise", 1, 4, 4, (6, 6), (3, 3), (1, 1), (1, 1), (1, 1), 4),
    ("d2_multiplied", 1, 3, 6, (5, 6), (2, 3), (2, 1), (0, 1), (1, 1), 3),
    ("d2_all", 2, 4, 6, (10, 9), (3, 2), (2, 3), (2, 1), (2, 3), 2),
    ("d2_one", 2, 5, 3, (4, 5), (1, 1), (1, 1), (0, 0), (1, 1), 1),
    ("d2_whole", 2, 2, 3, (4, 3), (4, 3), (1, 1), (0, 0), (1, 1), 1),
    ("d2_gaps", 1, 2, 2, (8, 8), (2, 2), (3, 3), (0, 0), (1, 1), 1),
    ("d2_wide", 1, 1, 19, (9, 21), (5, 5), (1, 1), (2, 2), (1, 1), 1),
    ("d2_deep", 1, 18, 3, (5, 5), (3, 3), (1, 1), (1, 1), (1, 1), 1),
    ("d3", 1, 2, 3, (4, 5, 4), (2, 3, 2), (1, 1, 1), (0, 1, 0), (1, 1, 1), 1),
    ("d3_all", 1, 4, 2, (6, 5, 6), (2, 2, 3), (2, 1, 2), (1, 0, 1), (2, 1, 1), 2),
]


def listed(r, values):
    """One number for all dimensions where that is the same, now and then."""
    if len(set(values)) == 1 and r.choice(len(values) == 1, True, False):
        return str(values[0])
    return f"[{', '.join(map(str, values))}]"


def function(t, dimensions):
    return getattr(t.nn.functional, f"conv{dimensions}d")


def geometry(r, row):
    """The row's numbers; under other seeds other ones that are as legal."""
    name, batch, inside, outside, space, kernel, stride, padding, dilation, groups = row
    batch = r.extent(batch, 1, 3)
    inside, outside = (groups * r.extent(c // groups, 1, 2 * (c // groups) + 1) for c in (inside, outside))
    kernel = tuple(r.extent(k, 1, k + 1) for k in kernel)
    stride = tuple(r.extent(s, 1, s + 1) for s in stride)
    dilation = tuple(r.extent(d, 1, d + 1) for d in dilation)
    padding = tuple(r.extent(p, 0, p + 1) for p in padding)
    # The dilated kernel must fit.
    space = tuple(max(r.extent(n, 1, n + 3), d * (k - 1) + 1 - 2 * p)
                  for n, k, d, p in zip(space, kernel, dilation, padding))
    result = tuple((n + 2 * p - d * (k - 1) - 1) // s + 1
                   for n, k, s, p, d in zip(space, kernel, stride, padding, dilation))
    return batch, inside, outside, space, kernel, stride, padding, dilation, groups, result


def cases(draw):
    for row in SHAPES:
        name, r = row[0], draw(f"conv_{row[0]}")
        n, ci, co, space, kernel, stride, padding, dilation, groups, result = geometry(r, row)
        window = (f"stride = {listed(r, stride)}, padding = {listed(r, padding)}, "
                  f"dilation = {listed(r, dilation)}, groups = {groups}")
        x, w, y = (n, ci) + space, (co, ci // groups) + kernel, (n, co) + result
        options = dict(stride=stride, padding=padding, dilation=dilation, groups=groups)

        def conv(t, x, w, b=None, options=options, dimensions=len(space)):
            return function(t, dimensions)(x, w, b, **options)

        def input_grad(t, d, w, x=x, conv=conv):
            at = t.zeros(x, dtype=t.float64, requires_grad=True)
            return t.autograd.grad(conv(t, at, w), at, d, create_graph=True)[0]

        def filter_grad(t, x, d, w=w, conv=conv):
            at = t.zeros(w, dtype=t.float64, requires_grad=True)
            return t.autograd.grad(conv(t, x, at), at, d, create_graph=True)[0]

        bias = r.choice(True, False)
        inputs = {"x": r.real(x), "w": r.real(w)} | ({"b": r.real((co,))} if bias else {})
        small = name in ("d1_all", "d2_all", "d3", "d2_depthwise")
        yield Case(f"conv_{name}", "conv", f"conv(%x, %w{', %b' if bias else ''}, {window})", y, inputs, conv,
                   second=small)
        sizes = f"[{', '.join(map(str, space))}]", f"[{', '.join(map(str, kernel))}]"
        yield Case(f"input_grad_{name}", "conv_input_grad",
                   f"conv_input_grad(%d, %w, input_size = {sizes[0]}, {window})", x,
                   {"d": r.real(y), "w": r.real(w)}, input_grad)
        yield Case(f"filter_grad_{name}", "conv_filter_grad",
                   f"conv_filter_grad(%x, %d, kernel_size = {sizes[1]}, {window})", w,
                   {"x": r.real(x), "d": r.real(y)}, filter_grad)
    # All defaults, no bias.
    r = draw("conv_plain")
    n, c, o, h, k = r.extent(2), r.extent(2), r.extent(3), r.extent(6, 3), r.extent(3, 1, 3)
    yield Case("conv_plain", "conv", "conv(%x, %w)", (n, o, h - k + 1, h - k + 1),
               {"x": r.real((n, c, h, h)), "w": r.real((o, c, k, k))}, lambda t, x, w: function(t, 2)(x, w))
    yield from transposed(draw)


# name, batch, channels in and out, space, kernel, stride, padding, output padding, dilation, groups
TRANSPOSED = [
    ("d1", 2, 3, 4, (5,), (3,), (1,), (0,), (0,), (1,), 1),
    ("d1_all", 2, 4, 6, (4,), (3,), (3,), (2,), (2,), (2,), 2),
    ("d2", 2, 3, 2, (4, 3), (3, 2), (1, 1), (0, 0), (0, 0), (1, 1), 1),
    ("d2_up", 1, 3, 2, (4, 5), (4, 4), (2, 2), (1, 1), (0, 0), (1, 1), 1),
    ("d2_more", 1, 2, 3, (4, 3), (3, 3), (2, 2), (1, 1), (1, 1), (1, 1), 1),
    ("d2_all", 2, 4, 6, (3, 4), (3, 2), (2, 3), (2, 1), (1, 2), (2, 3), 2),
    ("d2_depthwise", 1, 4, 4, (4, 4), (2, 2), (2, 2), (0, 0), (0, 0), (1, 1), 4),
    ("d3", 1, 2, 3, (2, 3, 2), (2, 2, 3), (2, 1, 2), (0, 1, 1), (1, 0, 1), (1, 1, 1), 1),
]


def transposed(draw):
    for row in TRANSPOSED:
        name, batch, inside, outside, space, kernel, stride, padding, more, dilation, groups = row
        r = draw(f"conv_transpose_{name}")
        batch = r.extent(batch, 1, 3)
        inside, outside = (groups * r.extent(c // groups, 1, 3) for c in (inside, outside))
        space = tuple(r.extent(n, 2, n + 3) for n in space)
        result = tuple((n - 1) * s - 2 * p + d * (k - 1) + m + 1
                       for n, k, s, p, m, d in zip(space, kernel, stride, padding, more, dilation))
        bias = r.choice(True, False)
        x, w = (batch, inside) + space, (inside, outside // groups) + kernel
        inputs = {"x": r.real(x), "w": r.real(w)} | ({"b": r.real((outside,))} if bias else {})
        options = dict(stride=stride, padding=padding, output_padding=more, dilation=dilation, groups=groups)

        def f(t, x, w, b=None, options=options, dimensions=len(space)):
            return getattr(t.nn.functional, f"conv_transpose{dimensions}d")(x, w, b, **options)

        words = (f"stride = {listed(r, stride)}, padding = {listed(r, padding)}, output_padding = {listed(r, more)}, "
                 f"dilation = {listed(r, dilation)}, groups = {groups}")
        yield Case(f"conv_transpose_{name}", "conv_transpose", f"conv_transpose(%x, %w{', %b' if bias else ''}, {words})",
                   (batch, outside) + result, inputs, f, second=name in ("d1_all", "d2_all", "d3"))
