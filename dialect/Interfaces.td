//===- Interfaces.td - what the compiler may ask of an op -*- tablegen -*-===//
//
// Passes never list ops by name: they ask these interfaces.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_INTERFACES_TD
#define LEAT_DIALECT_INTERFACES_TD

include "mlir/IR/OpBase.td"

def PointwiseOpInterface : OpInterface<"PointwiseOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{
    An op that maps one scalar function over its operands, which broadcast as
    in NumPy.
  }];
  let methods = [InterfaceMethod<[{
      Builds the scalar function on `args`: the one place where code generation
      learns its meaning. `args` are scalars, or vectors of one length, of the
      operands' element types; `element` is the element type of the result.
    }], "::mlir::Value", "buildScalar",
    (ins "::mlir::OpBuilder &":$builder, "::mlir::ValueRange":$args, "::mlir::Type":$element)>,
    InterfaceMethod<[{
      The derivative by one operand, applied to `d`, which has the result's shape
      (null: zero). One rule serves forward and reverse mode.
    }], "::mlir::Value", "buildDifferential",
    (ins "::mlir::OpBuilder &":$builder, "unsigned":$operand, "::mlir::Value":$d)>];
}

def DifferentiableOpInterface : OpInterface<"DifferentiableOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{
    An op that knows its derivatives. Every rule builds leat ops, so that what
    it builds can be differentiated again. A null value stands for zero.
  }];
  let methods = [
    InterfaceMethod<[{
      The vector-Jacobian product: one cotangent per operand (null: zero, or not
      wanted) from one cotangent per result (null: zero). `wanted` has a bit per
      operand; a rule builds nothing for the others.
    }], "::llvm::SmallVector<::mlir::Value>", "buildVjp",
    (ins "::mlir::OpBuilder &":$builder, "::mlir::ValueRange":$cotangents,
         "const ::llvm::SmallBitVector &":$wanted)>,
    InterfaceMethod<[{
      The Jacobian-vector product: one tangent per result from one tangent per
      operand. Failure: the op has no forward rule.
    }], "::mlir::FailureOr<::llvm::SmallVector<::mlir::Value>>", "buildJvp",
    (ins "::mlir::OpBuilder &":$builder, "::mlir::ValueRange":$tangents),
    /*methodBody=*/[{}], /*defaultImplementation=*/[{ return ::mlir::failure(); }]>
  ];
}

def BatchableOpInterface : OpInterface<"BatchableOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{
    An op that knows what it is over many lanes at once: `vmap` asks it. An op without
    operands needs no rule: it is the same in every lane.
  }];
  let methods = [InterfaceMethod<[{
      The op over a new leading axis of extent `lanes`, which the operands marked in
      `batched` have in front of those of the op, and every result gets. At least one
      operand is marked, unless the op draws random numbers. The op itself tells the
      types of one lane; it stands in another function. Failure: there is no rule for
      this choice of operands.
    }], "::mlir::FailureOr<::llvm::SmallVector<::mlir::Value>>", "buildBatched",
    (ins "::mlir::OpBuilder &":$builder, "::mlir::ValueRange":$operands,
         "const ::llvm::SmallBitVector &":$batched, "int64_t":$lanes)>
  ];
}

def DecomposableOpInterface : OpInterface<"DecomposableOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{An op that can be said in simpler ops of the dialect.}];
  let methods = [
    InterfaceMethod<"One value per result, built from simpler ops.",
      "::llvm::SmallVector<::mlir::Value>", "decompose", (ins "::mlir::OpBuilder &":$builder)>
  ];
}

def ModelTypedOpInterface : OpInterface<"ModelTypedOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{
    An op whose result types depend on more than its operands: on declarations
    of the model (`get`, `call`) or on a region (`let`, `for`).
  }];
  let methods = [InterfaceMethod<[{
      Sets the types of the op's results, or reports why it cannot.
    }], "::mlir::LogicalResult", "inferInModel", (ins "::leat::ModelTyping &":$model)>];
}

def AttributesOpInterface : OpInterface<"AttributesOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{
    An op whose own syntax always gives the attributes that inference reads. Whoever
    writes MLIR's generic form may leave them out, and the verifier comes too late to say so.
  }];
  let methods = [InterfaceMethod<"Reports an attribute that is missing or of another kind.",
    "::mlir::LogicalResult", "verifyAttributes", (ins), /*methodBody=*/[{}],
    /*defaultImplementation=*/[{ return $_op.verifyInvariantsImpl(); }]>];
}

def ExtentAttributesOpInterface : OpInterface<"ExtentAttributesOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{
    An op with attributes that may be the name of an extent, such as a bound of a loop: no
    type depends on them, and they are known when the function is specialised.
  }];
  let methods = [StaticInterfaceMethod<"Whether the attribute of this name may be one.",
    "bool", "mayBeExtent", (ins "::llvm::StringRef":$attribute)>];
}

def FunctionUseOpInterface : OpInterface<"FunctionUseOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{
    An op that runs a function of the model, as it is, differentiated or over lanes.
  }];
  let methods = [
    InterfaceMethod<"The function's name.", "::mlir::FlatSymbolRefAttr", "getCalleeAttr">,
    InterfaceMethod<"Names another function.", "void", "setCalleeAttr",
      (ins "::mlir::FlatSymbolRefAttr":$callee)>,
    StaticInterfaceMethod<"Whether the function's derivatives are taken.", "bool", "differentiates", (ins),
      /*methodBody=*/"", /*defaultImplementation=*/"return false;">,
  ];
}

def CallSyntaxOpInterface : OpInterface<"CallSyntaxOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{
    An op without operands whose attributes may be written by position in an
    expression: `linspace(0, 1, T)`.
  }];
  let methods = [StaticInterfaceMethod<"The attributes, in the order of their positions.",
    "::llvm::SmallVector<::llvm::StringRef>", "getPositionalAttributes", (ins)>];
}

def InfixOpInterface : OpInterface<"InfixOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{
    An op of one or two operands that an expression writes with a symbol before or
    between them. How tightly symbols bind is the grammar's business (Expression.h).
  }];
  let methods = [StaticInterfaceMethod<"The symbol, such as `+`.", "::llvm::StringRef", "getInfixSymbol", (ins)>];
}

def NumberTypingOpInterface : OpInterface<"NumberTypingOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{
    An op that says which element type a plain number takes as its operand; for the
    other ops it is f32.
  }];
  let methods = [InterfaceMethod<"How operand `operand` is typed where it is a number.",
    "::leat::NumberRole", "getNumberRole", (ins "unsigned":$operand)>];
}

def RandomOpInterface : OpInterface<"RandomOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{
    An op that draws random numbers. In a model it names the state that it draws
    from (`rng`); `leat-thread-state` gives it that state's value as its `key`
    operand and advances the state.
  }];
  let methods = [
    InterfaceMethod<"The state that is drawn from; null in the pure form.",
      "::mlir::FlatSymbolRefAttr", "getRngAttr", (ins)>,
    InterfaceMethod<"Turns the op into its pure form, which draws by `key`.",
      "void", "setKey", (ins "::mlir::Value":$key)>
  ];
}

def ModalOpInterface : OpInterface<"ModalOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{A layer that behaves differently in training and in inference.}];
  let methods = [InterfaceMethod<[{
      The layer's result in one of the modes, built from ops that have none. May
      draw from and write states of the model.
    }], "::mlir::Value", "buildInMode", (ins "::mlir::OpBuilder &":$builder, "bool":$training)>];
}

def ContractionOpInterface : OpInterface<"ContractionOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{
    An op that sums products over an axis. A kernel that holds one is not lowered
    to linalg: the contraction emitter writes its micro-kernels directly.
  }];
  let methods = [InterfaceMethod<"The multiplications that are added up; all extents are known.",
    "int64_t", "getMultiplyAdds", (ins)>];
}

def ControlOpInterface : OpInterface<"ControlOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{
    A loop or branch. Upstream's interfaces of these ask that a value has one type wherever
    it is handed on; here an extent may be known on one side only.
  }];
  let methods = [
    InterfaceMethod<"The regions that end with `yield`: the trip of a loop, both ways of a branch.",
      "::llvm::MutableArrayRef<::mlir::Region>", "getBodies", (ins)>,
    InterfaceMethod<"The operands that say how the op runs: the bounds of a loop, the condition of a branch.",
      "::llvm::MutableArrayRef<::mlir::OpOperand>", "getDeciding", (ins)>,
    InterfaceMethod<[{
      How many results are what the bodies hand on: the carried values of a loop, all
      results of a branch. The others are stacks.
    }], "unsigned", "getNumHanded", (ins)>,
    InterfaceMethod<[{
      The op with other results and, of a loop, other starts of its carried values and
      other rows to take apart. Its regions are empty, and it has no discardable attributes.
    }], "::mlir::Operation *", "createLike",
    (ins "::mlir::OpBuilder &":$builder, "::mlir::Location":$loc, "::mlir::TypeRange":$results,
         "::mlir::ValueRange":$inits, "::mlir::ValueRange":$over)>
  ];
}

def LoopOpInterface : OpInterface<"LoopOpInterface", [ControlOpInterface]> {
  let cppNamespace = "::leat";
  let description = [{
    An op that runs its last region again and again. All its regions take the carried values.
  }];
  let methods = [
    InterfaceMethod<"What the carried values start from.", "::mlir::OperandRange", "getInits", (ins)>,
    InterfaceMethod<"What is taken apart, one row a trip.", "::mlir::OperandRange", "getOver", (ins)>,
    InterfaceMethod<"How many arguments of a region stand in front of the carried values.",
      "unsigned", "getFirstCarried", (ins)>,
    InterfaceMethod<[{
      The leading extent of what the loop takes apart and stacks; nothing where the loop
      does not say how often it runs at most.
    }], "std::optional<int64_t>", "getRows", (ins)>,
    InterfaceMethod<"Whether a gradient keeps all that it needs of each trip.", "bool", "getSaveAll", (ins)>
  ];
  let extraSharedClassDeclaration = [{
    /// The region that is a trip.
    ::mlir::Region &getTrip() { return $_op->getRegions().back(); }
    /// The arguments of a trip that are carried values.
    ::mlir::Block::BlockArgListType getCarried() {
      return $_op.getTrip().getArguments().slice($_op.getFirstCarried(), $_op.getInits().size());
    }
    /// The arguments of a trip that are rows of what is taken apart.
    ::mlir::Block::BlockArgListType getRowArguments() {
      return $_op.getTrip().getArguments().take_back($_op.getOver().size());
    }
    /// The results that are stacks.
    ::mlir::ResultRange getStacks() { return $_op->getResults().drop_front($_op.getInits().size()); }
  }];
}

def IndexingOpInterface : OpInterface<"IndexingOpInterface"> {
  let cppNamespace = "::leat";
  let description = [{
    An op that takes numbers of rows or classes, which it can only check when it runs.
    Another number than 0 ... bound - 1 stops the function with an error; what the op
    computes until then must stay inside its buffers.
  }];
  let methods = [
    InterfaceMethod<"The operand that holds the numbers, integers.",
      "::mlir::Value", "getIndexOperand", (ins)>,
    InterfaceMethod<"How many rows or classes there are; all extents are known.",
      "int64_t", "getIndexBound", (ins)>,
    InterfaceMethod<[{
      What the numbers are to a person: "indices of 'index'". An op that stands for
      another one says so in its attribute `leat.role`.
    }], "::std::string", "getIndexRole", (ins), /*methodBody=*/[{}], /*defaultImplementation=*/[{
      if (auto role = $_op->template getAttrOfType<::mlir::StringAttr>(::leat::kRoleAttr))
        return role.str();
      return ("indices of '" + $_op->getName().stripDialect() + "'").str();
    }]>
  ];
}

#endif // LEAT_DIALECT_INTERFACES_TD
