"""A family's cases as one model, and the tensors that it is run with.

For a case `c` of inputs x and result y the model holds
    @c(x) -> (y)                          the case itself
    @c.loss(x, v) -> (l)                  sum(y * v), v a given cotangent
    @c.slope(x, v, u) -> (s)              sum(dl/dx * u), where second order is asked for
and two entries over all cases: @main, their results and gradients; @losses, the numbers that
are differentiated.
"""
import numpy as np

from table import Draw, shape_of, type_of


class Prepared:
    """A case with its cotangents `v.y`, and directions `u.x` of its second derivative."""

    def __init__(self, case, family, seed):
        self.case = case
        r = Draw(f"{family}.{case.name}.cotangent", seed)
        self.given = dict(case.inputs)
        self.floats = [name for name, text in case.results.items() if text.startswith("f64")]
        self.wrt = case.wrt if self.floats else ()
        if self.wrt:
            self.given |= {f"v.{y}": r.real(shape_of(case.results[y])) for y in self.floats}
        self.second = bool(self.wrt) and case.second
        if self.second:
            self.given |= {f"u.{x}": r.real(case.inputs[x].shape) for x in self.wrt}

    def arguments(self, prefix=""):
        """`%x: f64[3], ...`: all that is given, the case's own inputs first."""
        return ", ".join(f"%{prefix}{name}: {type_of(array)}" for name, array in self.given.items())

    def results(self):
        """Result name -> type, as @main returns them."""
        case = self.case
        found = {f"{case.name}.{y}": text for y, text in case.results.items()}
        found |= {f"{case.name}.d.{x}": type_of(case.inputs[x]) for x in self.wrt}
        return found | ({f"{case.name}.dd.{x}": type_of(case.inputs[x]) for x in self.wrt} if self.second else {})

    def losses(self):
        name = self.case.name
        return ([f"{name}.loss"] if self.wrt else []) + ([f"{name}.slope"] if self.second else [])


def call(names, prefix=""):
    return ", ".join(f"%{prefix}{name}" for name in names)


def functions(prepared):
    """The functions of one case."""
    case = prepared.case
    inputs = ", ".join(f"%{name}: {type_of(array)}" for name, array in case.inputs.items())
    results = ", ".join(f"{name}: {text}" for name, text in case.results.items())
    statements = case.text if "%y =" in case.text or "\n" in case.text else f"%y = let {case.text}"
    lines = [*case.states, f"func @{case.name}({inputs}) -> ({results}) {{", f"  {statements}",
             f"  return {call(case.results)} }}"]
    mode = " mode(train)" if case.train else ""
    own = call(case.inputs)
    given = [name for name in prepared.given if not name.startswith("u.")]
    if prepared.wrt:
        typed = ", ".join(f"%{name}: {type_of(prepared.given[name])}" for name in given)
        total = " + ".join(f"sum(%{y} * %v.{y})" for y in prepared.floats)
        lines += [f"func @{case.name}.loss({typed}) -> (l: f64) {{",
                  f"  {call(case.results)} = call @{case.name}({own}){mode}",
                  f"  %l = let {total}", "  return %l }"]
    if prepared.second:
        slopes = call(prepared.wrt, "d.")
        total = " + ".join(f"sum(%d.{x} * %u.{x})" for x in prepared.wrt)
        lines += [f"func @{case.name}.slope({prepared.arguments()}) -> (s: f64) {{",
                  f"  %l, {slopes} = grad @{case.name}.loss({call(given)}) wrt({', '.join(prepared.wrt)}){mode}",
                  f"  %s = let {total}", "  return %s }"]
    return lines


def statements(prepared):
    """What @main and @losses do for one case."""
    case, name = prepared.case, prepared.case.name
    mode = " mode(train)" if case.train else ""
    prefix = name + "."
    given = [n for n in prepared.given if not n.startswith("u.")]
    main = [f"{call(case.results, prefix)} = call @{name}({call(case.inputs, prefix)}){mode}"]
    losses = []
    wrt = ", ".join(prepared.wrt)
    if prepared.wrt:
        main.append(f"%{name}.l, {call(prepared.wrt, prefix + 'd.')} = "
                    f"grad @{name}.loss({call(given, prefix)}) wrt({wrt}){mode}")
        losses.append(f"%{name}.loss = call @{name}.loss({call(given, prefix)}){mode}")
    if prepared.second:
        main.append(f"%{name}.s, {call(prepared.wrt, prefix + 'dd.')} = "
                    f"grad @{name}.slope({call(prepared.given, prefix)}) wrt({wrt}){mode}")
        losses.append(f"%{name}.slope = call @{name}.slope({call(prepared.given, prefix)}){mode}")
    return main, losses


def model_text(family, all_prepared):
    lines = []
    for prepared in all_prepared:
        lines += functions(prepared)
    main_body, losses_body, arguments, main_results, losses_results = [], [], [], {}, []
    for prepared in all_prepared:
        main, losses = statements(prepared)
        main_body += main
        losses_body += losses
        arguments.append(prepared.arguments(prepared.case.name + "."))
        main_results |= prepared.results()
        losses_results += prepared.losses()
    inputs = ",\n    ".join(arguments)
    typed = ", ".join(f"{name}: {text}" for name, text in main_results.items())
    lines += [f"func @main({inputs})\n    -> ({typed}) {{", *("  " + line for line in main_body),
              f"  return {call(main_results)} }}"]
    if losses_results:
        typed = ", ".join(f"{name}: f64" for name in losses_results)
        lines += [f"func @losses({inputs})\n    -> ({typed}) {{", *("  " + line for line in losses_body),
                  f"  return {call(losses_results)} }}"]
    return f"leat.model @{family} {{\n" + "\n".join("  " + line for line in lines) + "\n}\n"


def tensors(all_prepared):
    """Everything that the entries take: argument name -> array."""
    return {f"{p.case.name}.{name}": np.asarray(array) for p in all_prepared for name, array in p.given.items()}
