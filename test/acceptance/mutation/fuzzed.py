"""Faults that leat-fuzz must find, each planted by itself: as in mutants.py.

None stands in a file that most of the compiler is made from: twenty builds are waited for.
"""
from mutants import MUTANTS

# Some that other tests find, too, by their names.
KNOWN = ["d matmul by what batches share: its rows", "d prod", "d cumprod", "d slice", "tangent of linear by its bias",
         "tangent of log_softmax", "lanes of operands that broadcast", "lanes of a table", "Jacobian",
         "micro-kernel: one sum for all", "flip", "random bits"]
F = "passes/kernel/FormControl.cpp"
FAULTS = [mutant for mutant in MUTANTS if mutant[4] in KNOWN] + [
    ("passes/graph/ReverseControl.cpp", "ends.push_back(found(tape[i]));",
     "ends.push_back(zeroOf(inner, loc, tape[i].getType()));", "lost carry", "cotangent of what a loop carries"),
    ("passes/graph/ForwardControl.cpp", "inputs.push_back(found(yield.getInputs()[i]));",
     "inputs.push_back(zeroOf(inner, loc, yield.getInputs()[i].getType()));", "lost carry",
     "tangent of what a loop carries"),
    (F, "if (op.getBackward()) {", "if (op.getBackward() && carried == 0) {", "wrong row", "rows = backward with a carry"),
    (F, "op.getDown() ? arith::SubIOp::create(b, loc, first, step).getResult()",
     "op.getDown() ? arith::AddIOp::create(b, loc, first, step).getResult()", "sign", "counter of downto"),
    ("passes/graph/ThreadState.cpp", "current[set.getStateAttr().getAttr()] = set.getValue();",
     "current.try_emplace(set.getStateAttr().getAttr(), set.getValue());", "fusion across a write",
     "a state that is read behind a write"),
    ("passes/ArenaPlan.cpp", "buffer.end = std::max(buffer.end, order.end(ancestor));",
     "buffer.end = std::max(buffer.end, order.begin(ancestor));", "overwritten too early", "a buffer that a loop reads"),
    ("passes/cpu/loops/Strip.cpp", "slot + 1 == strip.slots ? strip.lastActive : strip.lanes",
     "slot + 1 == strip.slots && strip.lastActive > 1 ? strip.lastActive - 1 : strip.lanes", "off by one",
     "tail of a vector loop"),
    ("passes/cpu/contraction/Describe.cpp", "b.n(i + 2, {out[i + 2], 0, s.stride[i] * x[i + 2], 0});",
     "b.n(i + 2, {out[i + 2], 0, s.dilation[i] * x[i + 2], 0});", "swapped strides", "conv: stride for dilation"),
]
assert len(FAULTS) == len(KNOWN) + 8 == 20
