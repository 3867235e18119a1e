"""Cases of random ops: their bits are those of a Philox written in NumPy."""
import dataclasses

import numpy as np

import philox
from table import Case


# A draw in many lanes is a draw by the same key, or one from a state: keys do not have lanes.
def cases(draw):
    for case in draws(draw):
        yield case if case.name == "advance" else dataclasses.replace(case, lanes=())


def draws(draw):
    r = draw("uniform")
    shape = (r.extent(9), r.extent(5))
    size = f"{shape[0]}, {shape[1]}"
    count = int(np.prod(shape))
    given = lambda f, *rest, dtype=np.float64: (lambda t, k: t.from_numpy(np.asarray(f(k.numpy(), *rest), dtype)))
    # f32 draws take other bits than f64 draws do: there the interpreter is the witness.
    yield Case("uniform", "uniform", f"%y = uniform key(%k) : f64[{size}]", shape, {"k": r.key()},
               given(philox.uniform, 0, 1, shape))
    yield Case("uniform_range", "uniform", f"%y = uniform key(%k) (-1, 3.3) : f64[{size}]", shape, {"k": r.key()},
               given(philox.uniform, -1, 3.3, shape))
    # Near zeros of the cosine PyTorch's libm and ours differ by more ulp of the result.
    yield Case("normal", "normal", f"%y = normal key(%k) : f64[{count}]", (count,), {"k": r.key()},
               given(philox.normal, 0, 1, (count,)))
    yield Case("normal_scaled", "normal", f"%y = normal key(%k) (2, 0.5) : f64[{size}]", shape, {"k": r.key()},
               given(philox.normal, 2, 0.5, shape))
    for element, dtype in [("i64", np.int64), ("i32", np.int32)]:
        yield Case(f"randint_{element}", "randint", f"%y = randint key(%k) (-5, 1000) : {element}[{size}]",
                   {"y": f"{element}[{size}]"}, {"k": r.key()}, given(philox.randint, -5, 1000, shape, dtype=dtype))
    yield Case("randint_full", "randint", f"%y = randint key(%k) (-2147483648, 2147483647) : i64[{size}]",
               {"y": f"i64[{size}]"}, {"k": r.key()}, given(philox.randint, -2**31, 2**31 - 1, shape, dtype=np.int64))
    for p in (0.3, 0.0, 1.0):
        name = f"bernoulli_{int(10 * p)}"
        yield Case(name, "bernoulli", f"%y = bernoulli key(%k) ({p}) : f64[{size}]", shape, {"k": r.key()},
                   given(philox.bernoulli, p, shape))
    yield Case("bernoulli_bools", "bernoulli", f"%y = bernoulli key(%k) (0.3) : i1[{size}]", {"y": f"i1[{size}]"},
               {"k": r.key()}, given(philox.bernoulli, 0.3, shape, dtype=np.bool_))
    signs = lambda *of: 2 * philox.bernoulli(*of) - 1
    for element, dtype in [("f64", np.float64), ("i32", np.int32)]:
        yield Case(f"rademacher_{element}", "rademacher", f"%y = rademacher key(%k) : {element}[{size}]",
                   {"y": f"{element}[{size}]"}, {"k": r.key()}, given(signs, 0.5, shape, dtype=dtype))
    for n in (1, 2):
        yield Case(f"random_bits_{n}", "random_bits", f"random_bits(%k, shape = [{size}], words = {n})",
                   {"y": f"i32[{size}, {n}]"}, {"k": r.key()}, given(philox.bits, shape, n, dtype=np.int32))
    order = lambda k, shape, dtype: np.argsort(philox.uniform(k, 0, 1, shape), axis=-1, kind="stable").astype(dtype)
    n = r.extent(40)
    yield Case("permutation", "permutation", f"%y = permutation key(%k) : i64[{n}]", {"y": f"i64[{n}]"}, {"k": r.key()},
               given(order, (n,), np.int64, dtype=np.int64))
    yield Case("permutation_rows", "permutation", f"%y = permutation key(%k) : i32[{size}]", {"y": f"i32[{size}]"}, {"k": r.key()},
               given(order, shape, np.int32, dtype=np.int32))
    logits = r.real(shape)
    if shape[1] > 1:
        logits[0, 0] = -np.inf
    # Gumbel's noise of f64; of f32 the interpreter is the witness.
    chosen = lambda k, x: np.argmax(x - np.log(-np.log(philox.uniform(k, 0, 1, x.shape))), -1)
    yield Case("categorical", "categorical", "categorical(%k, %x)", {"y": f"i32[{shape[0]}]"}, {"k": r.key(), "x": logits},
               lambda t, k, x: t.from_numpy(chosen(k.numpy(), x.numpy()).astype(np.int32)), wrt=())
    yield Case("categorical_one", "categorical", "categorical(%k, %x, dtype = i64)", {"y": "i64"}, {"k": r.key(), "x": logits[-1]},
               lambda t, k, x: t.from_numpy(np.asarray(chosen(k.numpy(), x.numpy()), np.int64)), wrt=())
    yield Case("categorical_from_state", "categorical advance", """set @categorical_from_state.rng = %k
    %a = categorical @categorical_from_state.rng %x  %b = categorical @categorical_from_state.rng %x
    %next = get @categorical_from_state.rng""", {"a": f"i32[{shape[0]}]", "b": f"i32[{shape[0]}]", "next": "i64[2]"},
               {"k": r.key(), "x": logits}, lambda t, k, x: tuple(t.from_numpy(y) for y in (
                   chosen(k.numpy(), x.numpy()).astype(np.int32), chosen(philox.advance(k.numpy()), x.numpy()).astype(np.int32),
                   np.asarray(philox.advance(philox.advance(k.numpy()))))), wrt=(), states=("state @categorical_from_state.rng = seed",))
    yield Case("advance", "advance", "advance(%k)", {"y": "i64[2]"}, {"k": r.key()},
               given(philox.advance, dtype=np.int64))
    # Two draws from a state: the second one has the next number.
    yield Case("from_state", "uniform advance", f"""set @from_state.rng = %k
    %a = uniform @from_state.rng : f64[{size}]  %b = uniform @from_state.rng : f64[{size}]
    %next = get @from_state.rng""", {"a": shape, "b": shape, "next": "i64[2]"}, {"k": r.key()},
               lambda t, k: tuple(t.from_numpy(x) for x in (
                   philox.uniform(k.numpy(), 0, 1, shape), philox.uniform(philox.advance(k.numpy()), 0, 1, shape),
                   philox.advance(philox.advance(k.numpy())))), states=("state @from_state.rng = seed",))
