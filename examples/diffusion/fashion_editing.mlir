// What else the network of fashion.mlir, with its weights, is good for:
//
//   repaired   images whose first `known` rows are kept; those below are made to fit them
//   between    images from one to another, Points in a row, in Pairs rows, each of a class
//
// `class=10` tells the network no class: it has to see from the rows what the image is of.
//
//   leat data fashion-mnist:test --count 20 -o clothes.npz
//   leat sample examples/diffusion/fashion_editing.mlir --state fashion.safetensors --weights ema
//     --entry repaired --input image=clothes.npz --set class=10 --set Steps=250 --columns 10
//     --png repaired.png
//   leat sample examples/diffusion/fashion_editing.mlir --state fashion.safetensors --weights ema
//     --entry between --set Pairs=4 --columns 10 --png between.png
leat.model @fashion_editing {
  include "fashion.mlir"
  config @known = 14
  config @Points = 10     config @Pairs = 10     config @Rows = Points * Pairs

  func @repaired(%image: f32[N, 1, 28, 28]) -> (image: f32[N, 1, 28, 28]) {
    %x = let 2 * reshape(%image, shape = [N, D]) - 1
    %pixel = iota shape = [N, D], axis = 1, dtype = i64
    %mask = let where(%pixel < known * 28, 1, 0)
    %made = let @images(@inpaint(%x, %mask))
    return %made }

  func @between() -> (image: f32[Rows, 1, 28, 28]) {
    %a = normal @rng : f32[Pairs, D]     %b = normal @rng : f32[Pairs, D]
    %x = let @interpolate(%a, %b)
    %pairs = transpose %x, axes = [1, 0, 2]
    %rows = reshape %pairs, shape = [Rows, D]
    %image = let @images(%rows)
    return %image }
}
