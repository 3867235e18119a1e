"""Cases of loops, values only: test/run/control has the derivatives."""
from table import Case


def cases(draw):
    r = draw("for")
    n, trips = r.extent(7), r.extent(5, 1, 9)

    def walk(t, x):
        path = []
        for i in range(1, trips + 1):
            x = x * 0.5 + i
            path.append(x)
        return x, t.stack(path)

    yield Case("up", "for yield", f"""%y, %path = for %t = 1 to {trips} carry(%c = %x) {{
      %i = convert %t, dtype = f64
      %n = let %c * 0.5 + %i
      yield %n stack(%n) }}""", {"y": (n,), "path": (trips, n)}, {"x": r.real((n,))}, walk, wrt=())

    def fibonacci(t, a, b):
        for _ in range(trips):
            a, b = b, a + b
        return a, b

    yield Case("down", "for yield", f"""%y, %z = for %t = {trips} downto 1 carry(%p = %a, %q = %b) {{
      %s = let %p + %q
      yield %q, %s }}""", {"y": (n,), "z": (n,)}, {"a": r.real((n,)), "b": r.real((n,))}, fibonacci, wrt=())
    yield Case("counted", "for yield", f"""%y, %seen = for %t = {trips} downto 0 carry(%c = %x) {{
      %n = let %c + %t
      yield %n stack(%t) }}""", {"y": f"i64[{n}]", "seen": f"i64[{trips + 1}]"},
               {"x": r.integers((n,), -9, 9)},
               lambda t, x: (x + trips * (trips + 1) // 2, t.arange(trips, -1, -1)))
