//===- LinearAlgebra.td - factors, inverses, determinants -*- tablegen -*-===//
//
// Over the last two axes, batched over the others, of f64 and f32. Each op
// decomposes into a loop over columns (LinearAlgebra.cpp); derivatives are the
// formulas of the literature.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_LINEARALGEBRA_TD
#define LEAT_DIALECT_LINEARALGEBRA_TD

include "dialect/Dialect.td"

class Leat_LinearAlgebra<string mnemonic, list<Trait> traits = []>
    : Leat_TensorOp<mnemonic, [DeclareOpInterfaceMethods<DecomposableOpInterface>] # traits> {
  let results = (outs Leat_Float:$result);
}

def Leat_CholeskyOp : Leat_LinearAlgebra<"cholesky", [Leat_VjpJvp, Leat_Batched]> {
  let summary = "The lower triangular L with L L^T = input";
  let description = [{
    Of symmetric, positive definite matrices; the part above the diagonal is not read. A matrix
    that is not positive definite has NaN in its factor. The derivative is that by symmetric
    matrices, symmetric itself (Murray 2016).

    - (C1) `input` is of f64 or f32, and of square matrices: rank >= 2, the last two extents equal.

    ```mlir
    %l = cholesky %a : f64[B, 4, 4]
    ```
  }];
  let arguments = (ins Leat_Float:$input);
  let definitions = Leat_InferredBy<"inferSquare", "cholesky">.text;
}

def Leat_TriangularSolveOp : Leat_LinearAlgebra<"triangular_solve", [Leat_VjpJvp, Leat_Batched]> {
  let summary = "The x with a x = b, a triangular";
  let description = [{
    By substitution. Only the part of `a` below the diagonal is read, with `upper` that above
    it; with `unit` its diagonal counts as ones. With `transpose`, x solves a^T x = b.

    - (C1) `a` is of f64 or f32, and of square matrices: rank >= 2, the last two extents equal.
    - (C2) `b` has the element type and the leading axes of `a`, and as many rows.

    ```mlir
    %x = triangular_solve %l, %b, transpose = true : f64[4, 2]
    ```
  }];
  let arguments = (ins Leat_Float:$a, Leat_Float:$b, DefaultValuedAttr<BoolAttr, "false">:$upper,
                       DefaultValuedAttr<BoolAttr, "false">:$transpose,
                       DefaultValuedAttr<BoolAttr, "false">:$unit);
  let definitions = Leat_InferredBy<"inferSolution", "triangular_solve">.text;
}

def Leat_SolveOp : Leat_LinearAlgebra<"solve", [Leat_VjpJvp, Leat_Batched]> {
  let summary = "The x with a x = b";
  let description = [{
    By elimination with partial pivoting (Gauss-Jordan). A singular matrix gives infinities
    and NaN.

    - (C1) `a` is of f64 or f32, and of square matrices: rank >= 2, the last two extents equal.
    - (C2) `b` has the element type and the leading axes of `a`, and as many rows.

    ```mlir
    %x = solve %a, %b : f64[4, 2]
    ```
  }];
  let arguments = (ins Leat_Float:$a, Leat_Float:$b);
  let definitions = Leat_InferredBy<"inferSolution", "solve">.text;
}

def Leat_InverseOp : Leat_LinearAlgebra<"inverse"> {
  let summary = "The inverse of matrices";
  let description = [{
    `solve` with the identity.

    - (C1) `input` is of f64 or f32, and of square matrices: rank >= 2, the last two extents equal.

    ```mlir
    %y = inverse %a : f64[4, 4]
    ```
  }];
  let arguments = (ins Leat_Float:$input);
  let definitions = Leat_InferredBy<"inferSquare", "inverse">.text;
}

def Leat_LogAbsDetOp : Leat_LinearAlgebra<"log_abs_det", [Leat_VjpJvp, Leat_Batched]> {
  let summary = "log(|det(input)|)";
  let description = [{
    The sum of the logarithms of the pivots' sizes; -inf of a singular matrix. With `det_sign` it is
    what NumPy calls slogdet.

    - (C1) `input` is of f64 or f32, and of square matrices: rank >= 2, the last two extents equal.

    ```mlir
    %y = log_abs_det %a : f64[B]
    ```
  }];
  let arguments = (ins Leat_Float:$input);
  let definitions = Leat_InferredBy<"inferNumber", "log_abs_det">.text;
}

def Leat_DetSignOp : Leat_NotDifferentiable<"det_sign", [Leat_Batched, DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let summary = "The sign of det(input)";
  let description = [{
    -1, 0 or 1; 0 of a singular matrix.

    - (C1) `input` is of f64 or f32, and of square matrices: rank >= 2, the last two extents equal.

    ```mlir
    %y = det_sign %a : f64[B]
    ```
  }];
  let arguments = (ins Leat_Float:$input);
  let results = (outs Leat_Float:$result);
  let definitions = Leat_InferredBy<"inferNumber", "det_sign">.text;
}

def Leat_LstsqOp : Leat_LinearAlgebra<"lstsq", [Leat_VjpJvp, Leat_Batched]> {
  let summary = "The x for which a x is nearest to b";
  let description = [{
    Least squares, by Q R = a; the columns of `a` must be independent, otherwise there are
    infinities and NaN. Derivatives as in Golub & Pereyra 1973.

    - (C1) `a` is of f64 or f32, and has no fewer rows than columns.
    - (C2) `b` has the element type and the leading axes of `a`, and as many rows.

    ```mlir
    %x = lstsq %a, %b : f64[3, 1]
    ```
  }];
  let arguments = (ins Leat_Float:$a, Leat_Float:$b);
}

def Leat_PinvOp : Leat_LinearAlgebra<"pinv"> {
  let summary = "The pseudoinverse of matrices with independent columns";
  let description = [{
    `lstsq` with the identity: (input^T input)^-1 input^T.

    - (C1) `input` is of f64 or f32, and has no fewer rows than columns.

    ```mlir
    %y = pinv %a : f64[3, 9]
    ```
  }];
  let arguments = (ins Leat_Float:$input);
}

class Leat_Eigen<string mnemonic, string what, string more, string type>
    : Leat_LinearAlgebra<mnemonic, [Leat_VjpJvp, Leat_Batched]> {
  let summary = what # " of symmetric matrices";
  let description = what # " by Jacobi's rotations, 12 sweeps of them; the part above the diagonal is not read. " # more
    # "The derivative is that by symmetric matrices, symmetric itself (Giles 2008).\n\n"
    # "- (C1) `input` is of f64 or f32, and of square matrices: rank >= 2, the last two extents equal.\n\n"
    # "```mlir\n%y = " # mnemonic # " %a : " # type # "\n```";
  let arguments = (ins Leat_Float:$input);
}
def Leat_EighValuesOp : Leat_Eigen<"eigh_values", "The eigenvalues, ascending,", "", "f64[B, 4]">;
def Leat_EighVectorsOp
    : Leat_Eigen<"eigh_vectors", "The eigenvectors, as columns, in the order of the eigenvalues,",
                 "Each has length 1, and its largest element is positive. Their derivative exists where all "
                 # "eigenvalues differ. ", "f64[B, 4, 4]"> {
  let definitions = Leat_InferredBy<"inferSquare", "eigh_vectors">.text;
}

def Leat_MatrixPowerOp : Leat_LinearAlgebra<"matrix_power"> {
  let summary = "Matrices to an integer power";
  let description = [{
    `input` multiplied `power` times, by repeated squaring; the identity for 0, and that of
    the inverse for a negative power.

    - (C1) `input` is of f64 or f32, and of square matrices: rank >= 2, the last two extents equal.
    - (C2) `power` is -1024 ... 1024.

    ```mlir
    %y = matrix_power %a, power = 5 : f64[4, 4]
    ```
  }];
  let arguments = (ins Leat_Float:$input, Leat_I64Attr:$power);
}

#endif // LEAT_DIALECT_LINEARALGEBRA_TD
