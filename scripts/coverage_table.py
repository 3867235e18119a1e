#!/usr/bin/env python3
"""coverage_table.py FAMILY...: what the compiler can do with each op, as a table for docs/ops.md.

Read from the tables of dialect/*.td and, for the interpreter, from the entries of
runtime/reference. Fails where an op lacks something and no rule below says why.
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
COLUMNS = ["types", "interpreter", "VJP", "JVP", "vmap", "CPU", "bf16, f16"]
# Ops with regions, whose rules are passes/graph/*Control.cpp and not methods of the op.
CONTROL = {name: ["inferred", "yes", "rule", "rule", "rule, turns", "loops", "yes"] for name in ("for", "while", "if")}
# Ops that give no value: they run once, and what is computed again leaves them out.
REPORTS = {name: ["inferred", "yes", "zero", "zero", "rule", "calls", types]
           for name, types in (("print", "yes"), ("assert", "no floats"))}
# Ops that are no computation of their own.
REASONS = {
    "declares": "alternate config const func model optimizer param state trainer kernel",
    "becomes functions and states when the model is read": "apply block include repeat",
    "ends a region": "condition return yield",
    "becomes arguments and results (`leat-thread-state`)": "get set at bundle norm",
    "becomes the ops of the function that it names (`leat-differentiate`, `leat-inline`)":
        "call grad hessian jacobian jvp vjp vmap",
    "becomes the ops that it is written with (`leat-flatten-let`)": "let",
    "made by the compiler, after all of the above": "barrier check hide launch pack unpack",
}
LEGEND = """Every op of the language that computes something, and what the compiler can do with it.
`rule`: the op has one of its own. `parts`: it is first written in simpler ops, which have rules.
`zero`: it has no derivative, or takes no floats; gradients stop there, and the op's page says so.
`same`: it reads nothing, so it is the same in every lane. `turns`: one lane after the other.
Every `yes`, `rule` and `parts` is held against another witness by test/run/ops, test/run/control
and test/run/transforms: the interpreter against numbers computed outside, compiled code against
the interpreter, derivatives of orders 1 and 2 against difference quotients, forward mode against
reverse mode, lanes against one run a lane. bf16 and f16 are storage: ops compute in f32 and round once.
"""


def records(family):
    text = subprocess.run(["/usr/lib/llvm-22/bin/llvm-tblgen", "--dump-json", "-I", ".", "-I",
                           "/usr/lib/llvm-22/include", f"dialect/{family}.td"],
                          cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return json.loads(text)


def traits(table, op):
    return {table[t["def"]].get("cppInterfaceName") or t["def"]: table[t["def"]].get("alwaysOverriddenMethods") or []
            for t in op["traits"]}


def may_be_float(table, op, *sides):
    """Whether an operand or result may be of floats, by what its constraint is called (dialect/Dialect.td)."""
    def holds(name):
        record = table[name]
        if "baseType" in record:  # of a variadic or optional value
            return holds(record["baseType"]["def"])
        words = record.get("summary", "")
        return name == "AnyType" or words == "a tensor" or "float" in words or "number" in words
    return any(holds(value[0]["def"]) for side in sides for value in op[side]["args"]
               if "Attr" not in table[value[0]["def"]]["!superclasses"])


def cells(table, op, interpreted):
    kinds, has = op["!superclasses"], traits(table, op)
    parts = "DecomposableOpInterface" in has or "ModalOpInterface" in has
    reads = any("Attr" not in table[v[0]["def"]]["!superclasses"] for v in op["arguments"]["args"])

    def derivative(method):
        if ("Leat_NotDifferentiable" in kinds or "Leat_Random" in kinds or not reads or
                not may_be_float(table, op, "results")):
            return "zero"
        if "DifferentiableOpInterface" in has and (method in has["DifferentiableOpInterface"] or
                                                   "PointwiseOpInterface" in has):
            return "rule"
        return "parts" if parts else ""

    return [
        "inferred" if {"InferTypeOpAdaptor", "ModelTypedOpInterface"} & set(has) else "",
        "yes" if f"{op['cppClassName']}" in interpreted else "parts" if parts else "",
        derivative("buildVjp"), derivative("buildJvp"),
        "rule" if "BatchableOpInterface" in has else "same" if not reads else "parts" if parts else "turns",
        "parts" if parts and "ContractionOpInterface" not in has else "kernel",
        "yes" if may_be_float(table, op, "arguments", "results") else "no floats",
    ]


def main():
    interpreted = {name for path in (ROOT / "runtime" / "reference").glob("*.cpp")
                   for name in re.findall(r"\b(\w+Op)\b", path.read_text())}
    reasons = {op: reason for reason, ops in REASONS.items() for op in ops.split()}
    rows, missing, unused = [], [], set(reasons) | set(CONTROL) | set(REPORTS)
    for family in sys.argv[1:]:
        table = records(family)
        for name in table["!instanceof"]["Leat_Op"]:
            op = dict(table[name], cppClassName=re.sub(r"^Leat_", "", name))
            mnemonic = op["opName"]
            unused.discard(mnemonic)
            if mnemonic in reasons:
                continue
            row = CONTROL.get(mnemonic) or REPORTS.get(mnemonic) or cells(table, op, interpreted)
            if family == "LinearAlgebra":  # by its constraints, which tables do not show
                row = [*row[:-1], "no: f64, f32"]
            missing += [f"{mnemonic} has nothing under '{column}'" for column, cell in zip(COLUMNS, row) if not cell]
            rows.append((mnemonic, row))
    for fault in missing + [f"'{op}' has a reason, but there is no such op" for op in sorted(unused)]:
        print("coverage: " + fault, file=sys.stderr)
    print("# Coverage\n\n" + LEGEND)
    print("| op | " + " | ".join(COLUMNS) + " |")
    print("|---" * (1 + len(COLUMNS)) + "|")
    for mnemonic, row in sorted(rows):
        print(f"| `{mnemonic}` | " + " | ".join(row) + " |")
    print("\nThe others are no computation of their own:\n")
    for reason, ops in REASONS.items():
        print(f"- {reason}: " + ", ".join(f"`{op}`" for op in ops.split()))
    return 1 if missing or unused else 0


if __name__ == "__main__":
    sys.exit(main())
