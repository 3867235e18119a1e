"""A family's cases as one model, and the tensors that it is run with.

For a case `c` of inputs x and result y the model holds
    @c(x) -> (y)                          the case itself
    @c.loss(x, v) -> (l)                  sum(y * v), v a given cotangent
    @c.bent(x, v) -> (l)                  sum(y^2 * v), of ops that are linear
    @c.slope(x, v, u) -> (s)              sum(dl/dx * u), where second order is asked for; l may be bent
    @c.gradient(x, v) -> (d.x)            dl/dx, there too
and entries over all cases: @main, their results and gradients; @losses, the numbers that are
differentiated; @tangents, how results move along given directions t, and gradients along u;
@values, the results that move.
"""
import numpy as np

from table import Draw, shape_of, type_of, type_text


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
        self.second = bool(self.wrt) and (case.second or case.bent)
        self.curve = f"{case.name}.bent" if case.bent else f"{case.name}.loss"
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

    def moves(self):
        """Whether its tangents are compared: what it draws would differ between two calls."""
        return bool(self.wrt) and not any(state.endswith("= seed") for state in self.case.states)

    def tangents(self):
        """Result name -> type, as @tangents returns them."""
        case = self.case
        found = {f"{case.name}.dot.{y}": case.results[y] for y in self.floats}
        return found | ({f"{case.name}.hu.{x}": type_of(case.inputs[x]) for x in self.wrt} if self.second else {})

    def stacked(self, lanes):
        """Argument name -> array, for a run of many lanes: the first holds the inputs, the others the
        same elements in another order, which are as good inputs for them."""
        random = np.random.RandomState(3)
        found = {}
        for name in (*self.case.inputs, *(n for n in self.given if n.startswith("v."))):
            array = np.asarray(self.given[name])
            rows = [array] + [random.permutation(array.ravel()).reshape(array.shape) for _ in range(lanes - 1)]
            found[name] = np.stack(rows)
        return found

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
    if case.bent:
        total = " + ".join(f"sum(%{y} * %{y} * %v.{y})" for y in prepared.floats)
        lines += [f"func @{prepared.curve}({typed}) -> (l: f64) {{",
                  f"  {call(case.results)} = call @{case.name}({own}){mode}",
                  f"  %l = let {total}", "  return %l }"]
    if prepared.second:
        slopes = call(prepared.wrt, "d.")
        total = " + ".join(f"sum(%d.{x} * %u.{x})" for x in prepared.wrt)
        lines += [f"func @{case.name}.slope({prepared.arguments()}) -> (s: f64) {{",
                  f"  %l, {slopes} = grad @{prepared.curve}({call(given)}) wrt({', '.join(prepared.wrt)}){mode}",
                  f"  %s = let {total}", "  return %s }"]
        typed = ", ".join(f"%{name}: {type_of(prepared.given[name])}" for name in given)
        results = ", ".join(f"d.{x}: {type_of(case.inputs[x])}" for x in prepared.wrt)
        lines += [f"func @{case.name}.gradient({typed}) -> ({results}) {{",
                  f"  %l, {slopes} = grad @{prepared.curve}({call(given)}) wrt({', '.join(prepared.wrt)}){mode}",
                  f"  return {slopes} }}"]
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


def moving(prepared):
    """What @tangents and @values do for one case."""
    case, name = prepared.case, prepared.case.name
    mode = " mode(train)" if case.train else ""
    prefix = name + "."
    own, wrt = call(case.inputs, prefix), ", ".join(prepared.wrt)
    tangents = [f"{call(case.results, prefix)}, {call(prepared.floats, prefix + 'dot.')} = "
                f"jvp @{name}({own}) tangent({call(prepared.wrt, prefix + 't.')}) wrt({wrt}){mode}"]
    if prepared.second:
        given = [n for n in prepared.given if not n.startswith("u.")]
        tangents.append(f"{call(prepared.wrt, prefix + 'd.')}, {call(prepared.wrt, prefix + 'hu.')} = "
                        f"jvp @{name}.gradient({call(given, prefix)}) "
                        f"tangent({call(prepared.wrt, prefix + 'u.')}) wrt({wrt}){mode}")
    return tangents, [f"{call(case.results, prefix)} = call @{name}({own}){mode}"]


def moving_entries(all_prepared, inputs):
    """@tangents and @values, of the cases that move."""
    cases = [p for p in all_prepared if p.moves()]
    if not cases:
        return []
    bodies = [moving(p) for p in cases]
    directions = [f"%{p.case.name}.t.{x}: {type_of(p.case.inputs[x])}" for p in cases for x in p.wrt]
    results = {name: text for p in cases for name, text in p.tangents().items()}
    typed = ", ".join(f"{name}: {text}" for name, text in results.items())
    lines = ["func @tangents({})\n    -> ({}) {{".format(",\n    ".join([inputs, *directions]), typed),
             *("  " + line for tangents, _ in bodies for line in tangents), f"  return {call(results)} }}"]
    values = {f"{p.case.name}.{y}": p.case.results[y] for p in cases for y in p.floats}
    typed = ", ".join(f"{name}: {text}" for name, text in values.items())
    return lines + [f"func @values({inputs})\n    -> ({typed}) {{",
                    *("  " + line for _, calls in bodies for line in calls), f"  return {call(values)} }}"]


LANES = 3


def row(name, lane):
    return f"%{name}.{lane}"


def lane_statements(prepared):
    """Statements of @lanes for one case, and the results that they compute, name -> type: `c.y.all` is
    vmap over all inputs, `c.y.x` over x alone, `c.y.all.1` and `c.y.x.1` the call for lane 1."""
    case, name = prepared.case, prepared.case.name
    mode = " mode(train)" if case.train else ""
    stacked = prepared.stacked(LANES)
    body = [f"{row(f'{name}.{x}', lane)} = let %{name}.{x}[{lane}]" for x in stacked for lane in range(LANES)]
    found = {}

    def compare(callee, results, arguments, mapped, kind):
        """`arguments` of @callee, of which those in `mapped` have lanes."""
        axes = ", ".join("0" if x in mapped else "none" for x in arguments)
        given = ", ".join(f"%{name}.{x}" if x in mapped else row(f"{name}.{x}", 0) for x in arguments)
        names = ", ".join(f"%{name}.{y}.{kind}" for y in results)
        body.append(f"{names} = vmap @{callee}({given}) in_axes({axes}){mode}")
        for lane in range(LANES):
            given = ", ".join(row(f"{name}.{x}", lane if x in mapped else 0) for x in arguments)
            names = ", ".join(f"%{name}.{y}.{kind}.{lane}" for y in results)
            body.append(f"{names} = call @{callee}({given}){mode}")
        for y, text in results.items():
            found[f"{name}.{y}.{kind}"] = type_text(text.split("[")[0], (LANES, *shape_of(text)))
            found.update({f"{name}.{y}.{kind}.{lane}": text for lane in range(LANES)})

    compare(name, case.results, list(case.inputs), case.lanes, "all")
    if len(case.lanes) > 1:
        for x in case.lanes:
            compare(name, case.results, list(case.inputs), [x], x)
    if prepared.wrt:
        gradients = {f"d.{x}": type_of(case.inputs[x]) for x in prepared.wrt}
        compare(f"{name}.back", gradients, list(stacked), [x for x in stacked if x[:2] == "v." or x in case.lanes], "all")
        if set(case.lanes) == set(case.inputs):
            wrt = ", ".join(prepared.wrt)
            body.append(f"%{name}.sum, {call(prepared.wrt, f'{name}.g.')} = "
                        f"grad @{name}.total({call(stacked, f'{name}.')}) wrt({wrt}){mode}")
            found |= {f"{name}.g.{x}": type_of(stacked[x]) for x in prepared.wrt}
    return body, found


def lane_functions(prepared):
    """@c.back(x, v) -> (d.x), the cotangents of the inputs; @c.total of stacked arguments, the sum of
    <v, c(x)> over all lanes."""
    case, name = prepared.case, prepared.case.name
    if not prepared.wrt:
        return []
    mode = " mode(train)" if case.train else ""
    stacked = prepared.stacked(LANES)
    typed = ", ".join(f"%{x}: {type_text(type_of(array).split('[')[0], array.shape[1:])}" for x, array in stacked.items())
    results = ", ".join(f"d.{x}: {type_of(case.inputs[x])}" for x in prepared.wrt)
    wrt = ", ".join(prepared.wrt)
    lines = [f"func @{name}.back({typed}) -> ({results}) {{",
             f"  {call(case.results)}, {call(prepared.wrt, 'd.')} = vjp @{name}({call(case.inputs)}) "
             f"cotangent({call(prepared.floats, 'v.')}) wrt({wrt}){mode}", f"  return {call(prepared.wrt, 'd.')} }}"]
    typed = ", ".join(f"%{x}: {type_of(array)}" for x, array in stacked.items())
    axes = ", ".join("0" for _ in case.inputs)
    total = " + ".join(f"sum(%{y} * %v.{y})" for y in prepared.floats)
    return lines + [f"func @{name}.total({typed}) -> (l: f64) {{",
                    f"  {call(case.results)} = vmap @{name}({call(case.inputs)}) in_axes({axes}){mode}",
                    f"  %l = let {total}", "  return %l }"]


def lanes_text(family, all_prepared):
    """A model of the cases that have lanes, whose entry @lanes runs each by vmap and by calls; None where
    no case has any."""
    cases = [p for p in all_prepared if p.case.lanes]
    if not cases:
        return None
    lines, body, results, arguments = [], [], {}, []
    for p in cases:
        lines += functions(p)[:3] + lane_functions(p) # of functions, the case alone
        statements_, found = lane_statements(p)
        body += statements_
        results |= found
        arguments += [f"%{p.case.name}.{x}: {type_of(array)}" for x, array in p.stacked(LANES).items()]
    typed = ", ".join(f"{name}: {text}" for name, text in results.items())
    lines += ["func @lanes({})\n    -> ({}) {{".format(",\n    ".join(arguments), typed),
              *("  " + line for line in body), f"  return {call(results)} }}"]
    return f"leat.model @{family}.lanes {{\n" + "\n".join("  " + line for line in lines) + "\n}\n"


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
    lines += moving_entries(all_prepared, inputs)
    return f"leat.model @{family} {{\n" + "\n".join("  " + line for line in lines) + "\n}\n"


def tensors(all_prepared):
    """Everything that the entries take: argument name -> array."""
    return {f"{p.case.name}.{name}": np.asarray(array) for p in all_prepared for name, array in p.given.items()}
