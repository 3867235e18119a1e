//===- Dialect.td - the leat dialect and its base classes -*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_DIALECT_TD
#define LEAT_DIALECT_DIALECT_TD

include "mlir/IR/OpBase.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "dialect/Interfaces.td"

def Leat_Dialect : Dialect {
  let name = "leat";
  let cppNamespace = "::leat";
  let summary = "Dataflow graphs of deep learning: models, their derivatives and kernels";
  let description = [{
    A `leat.model` declares parameters, state and functions over tensors; the
    compiler differentiates, fuses and compiles them. Names and semantics of the
    ops follow NumPy and PyTorch; where they do not, `docs/rationale.md` says why.
    The constraints (C1), (C2) ... of an op are cited by its verifier and tests.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::math::MathDialect"];
  let useDefaultTypePrinterParser = 1;
  let hasConstantMaterializer = 1;
  let extraClassDeclaration = [{
    /// Reads an op that is not registered: an error that names the nearest one.
    std::optional<::mlir::Dialect::ParseOpHook> getParseOperationHook(::llvm::StringRef name) const override;

    /// What a person meant who wrote `name`, an op that there is not, one of `ops` perhaps: `; did you mean
    /// 'inverse'?`, or nothing.
    static std::string suggestOp(::llvm::StringRef name, ::llvm::ArrayRef<::llvm::StringRef> ops);

    void registerProgramOps();
    void registerPointwiseOps();
    void registerContractionOps();
    void registerShapeOps();
    void registerArrangeOps();
    void registerReductionOps();
    void registerOrderOps();
    void registerNetOps();
    void registerLossOps();
    void registerLinearAlgebraOps();
    void registerRandomOps();
    void registerControlOps();
    void registerKernelOps();
  }];
}

//===----------------------------------------------------------------------===//
// Type constraints
//===----------------------------------------------------------------------===//

defvar Leat_Floats = [F64, F32, BF16, F16];
defvar Leat_Integers = [I64, I32, I8];
/// A tensor of certain elements, and what a diagnostic calls it.
class Leat_TensorOf<list<Type> elements, string words> : RankedTensorOf<elements> {
  let summary = words;
}
def Leat_Tensor : Leat_TensorOf<Leat_Floats # Leat_Integers # [I1], "a tensor">;
def Leat_Number : Leat_TensorOf<Leat_Floats # Leat_Integers, "a tensor of numbers">;
def Leat_Float : Leat_TensorOf<Leat_Floats, "a tensor of floats (f64, f32, bf16 or f16)">;
def Leat_Int : Leat_TensorOf<Leat_Integers, "a tensor of integers (i64, i32 or i8)">;
def Leat_Bool : Leat_TensorOf<[I1], "a tensor of i1">;
def Leat_Index : Leat_TensorOf<[I32], "a tensor of i32">;
/// The value of an rng state: seed and counter.
def Leat_Key : 1DTensorOf<[I64]> {
  let summary = "a vector of i64";
}

/// An i64 whose accessor gives an int64_t: upstream's gives a uint64_t, so that `axis < 0` never holds.
def Leat_I64Attr : TypedSignlessIntegerAttrBase<I64, "int64_t", "64-bit integer">;
/// How many rows a result has: a number, or until the function is specialised the name of an extent, whose
/// accessor gives ShapedType::kDynamic.
def Leat_CountAttr : Attr<CPred<"::leat::isExtentCount($_self)">, "number or name of an extent"> {
  let storageType = "::mlir::Attribute";
  let returnType = "int64_t";
  let convertFromStorage = "::leat::countOf($_self).size";
  let constBuilderCall = "$_builder.getI64IntegerAttr($0)";
}

//===----------------------------------------------------------------------===//
// Base classes
//===----------------------------------------------------------------------===//

class Leat_Op<string mnemonic, list<Trait> traits = []> : Op<Leat_Dialect, mnemonic, traits> {
  /// C++ that a subclass adds to the class's definitions.
  code definitions = "";
  let extraClassDefinition = definitions;
}

/// An op in the short form: `mnemonic %a, %b, name = value : type`. Inside a
/// leat.model the type is that of the result and may be left out; elsewhere it
/// is a function type.
class Leat_ShortOp<string mnemonic, list<Trait> traits = []> : Leat_Op<mnemonic, traits> {
  let hasCustomAssemblyFormat = 1;
  let extraClassDefinition = [{
    ::mlir::ParseResult $cppClass::parse(::mlir::OpAsmParser &parser, ::mlir::OperationState &state) {
      return ::leat::parseShortOp(parser, state);
    }
    void $cppClass::print(::mlir::OpAsmPrinter &printer) { ::leat::printShortOp(printer, *this); }
  }] # definitions;
}

/// An op of models and functions, with a syntax of its own.
class Leat_ProgramOp<string mnemonic, list<Trait> traits = []> : Leat_Op<mnemonic, traits> {
  let hasCustomAssemblyFormat = 1;
}
/// Every result keeps its own name: `%loss, %g = grad ...`.
defvar Leat_ResultNames = DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>;
defvar Leat_DefaultDialect = DeclareOpInterfaceMethods<OpAsmOpInterface, ["getDefaultDialect"]>;

/// Results that print by the names that they were given; see Names.h.
class Leat_KeepsNames {
  Trait trait = DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>;
  code text = [{
    void $cppClass::getAsmResultNames(::mlir::OpAsmSetValueNameFn setName) { ::leat::nameResults(*this, setName); }
  }];
}

/// A pure op on tensors whose result types follow from its operands.
class Leat_TensorOp<string mnemonic, list<Trait> traits = []>
    : Leat_ShortOp<mnemonic, [Pure, InferTypeOpAdaptor] # traits>;

/// An op that adds up, or compares, all elements of its first operand.
def Leat_Accumulates : NativeOpTrait<"Accumulates"> {
  let cppNamespace = "::leat";
}

/// The declarations of the derivative rules.
defvar Leat_VjpJvp = DeclareOpInterfaceMethods<DifferentiableOpInterface, ["buildVjp", "buildJvp"]>;

/// The declaration of the batching rule, and the definition of one that several ops share.
defvar Leat_Batched = DeclareOpInterfaceMethods<BatchableOpInterface>;
class Leat_BatchedBy<string rule> {
  code text = [{
    ::mlir::FailureOr<::llvm::SmallVector<::mlir::Value>>
    $cppClass::buildBatched(::mlir::OpBuilder &builder, ::mlir::ValueRange operands,
                            const ::llvm::SmallBitVector &batched, int64_t lanes) {
      return ::leat::}] # rule # [{(*this, builder, operands, batched, lanes);
    }
  }];
}

/// The definition of a shape rule that several ops share; the family's .cpp declares it in front of the ops.
class Leat_InferredBy<string rule, string mnemonic> {
  code text = [{
    ::mlir::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *, std::optional<::mlir::Location> loc,
                                                      Adaptor op, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return ::leat::}] # rule # [{("}] # mnemonic # [{", loc, op, types);
    }
  }];
}

/// An op whose derivative is zero or undefined; said, not forgotten.
class Leat_NotDifferentiable<string mnemonic, list<Trait> traits = []>
    : Leat_TensorOp<mnemonic, [Leat_VjpJvp] # traits> {
  let extraClassDefinition = [{
    ::mlir::ParseResult $cppClass::parse(::mlir::OpAsmParser &parser, ::mlir::OperationState &state) {
      return ::leat::parseShortOp(parser, state);
    }
    void $cppClass::print(::mlir::OpAsmPrinter &printer) { ::leat::printShortOp(printer, *this); }
    ::llvm::SmallVector<::mlir::Value> $cppClass::buildVjp(::mlir::OpBuilder &, ::mlir::ValueRange,
                                                           const ::llvm::SmallBitVector &) {
      return ::llvm::SmallVector<::mlir::Value>((*this)->getNumOperands());
    }
    ::mlir::FailureOr<::llvm::SmallVector<::mlir::Value>> $cppClass::buildJvp(::mlir::OpBuilder &, ::mlir::ValueRange) {
      return ::llvm::SmallVector<::mlir::Value>((*this)->getNumResults());
    }
  }] # definitions;
}

#endif // LEAT_DIALECT_DIALECT_TD
